/** What a record of Gemini's activity is, by its title. Source: formats, §7.2. */
export type Activity =
  | { readonly kind: 'prompt'; readonly text: string }
  | { readonly kind: 'canvas'; readonly title: string }
  /** Feedback, drafts chosen, the program opened: nothing was said. */
  | { readonly kind: 'notice' };

/** What Google puts before a prompt, by language; only what was seen in exports. A title in another language stays whole. */
const before: readonly RegExp[] = [
  /^(?:Live Prompt|Prompted|Asked|Said)(?::|[\s\u00A0]|$)/,
  /^Submitted query(?::|\s|$)/,
  /^Eingegebener Prompt\s*:/,
  /^送信したメッセージ\s*[:：]/,
];

/** Japanese of 2024 puts it behind. */
const after: readonly RegExp[] = [/\s*と入力しました$/];

const canvas = /^Created Gemini Canvas(?: titled)?(?:[\s\u00A0:]|$)/;

const notices: readonly RegExp[] = [
  /^Gave (?:\w+ )?feedback\b/,
  /^Feedback$/,
  /^Cleared previous feedback\b/,
  /^Selected preferred draft\b/,
  /^Used (?:Gemini(?: Apps)?|Bard|an Assistant feature)$/,
  /^フィードバックを送信しました/,
  /^Gemini アプリを使用しました$/,
  /^(?:Feedback gegeben|Gemini-Apps verwendet|Gemini-Apps genutzt)\b/,
];

export function activityOf(title: string): Activity {
  if (notices.some((pattern) => pattern.test(title.trim()))) return { kind: 'notice' };
  const made = canvas.exec(title);
  if (made !== null) return { kind: 'canvas', title: title.slice(made[0].length).trim() };
  for (const pattern of before) {
    const verb = pattern.exec(title);
    if (verb !== null) return { kind: 'prompt', text: title.slice(verb[0].length).replace(/^[ \u00A0]+/, '') };
  }
  for (const pattern of after) {
    const verb = pattern.exec(title);
    if (verb !== null) return { kind: 'prompt', text: title.slice(0, verb.index) };
  }
  return { kind: 'prompt', text: title };
}

/** Google calls it so in every language. */
export function isGemini(...names: readonly (string | null)[]): boolean {
  return names.some((name) => name !== null && /(?<![a-z])(?:gemini|bard)(?![a-z])/i.test(name));
}

/** A line that only says that something was attached or made; `made` when it was the assistant. */
export function noteOf(text: string): { readonly made: boolean } | null {
  const line = text.trim().replaceAll('\u00A0', ' ');
  if (line.length > 80 || !/\d/.test(line)) return null;
  if (/^\d+ generated (?:image|video|file)s?\.?$/i.test(line) || /^(?:画像|動画)を \d+ (?:枚|件|本)生成しました。?$/.test(line))
    return { made: true };
  if (
    /^Attached \d+ files?\.?$/i.test(line) ||
    /^添付ファイル\s*\d+ 件。?$/.test(line) ||
    /^\d+ Datei(?:en|\(en\))? angehängt\.?$/.test(line)
  ) {
    return { made: false };
  }
  return null;
}

/** The conversation that an address leads to. */
export function conversationIn(url: string | null): string | null {
  if (url === null) return null;
  return (
    /^https?:\/\/(?:gemini|bard)\.google\.com\/(?:u\/\d+\/)?(?:app|gem\/[\w-]+)\/(?:c_)?([0-9a-z]{6,64})(?:[/?#]|$)/i.exec(
      url,
    )?.[1] ?? null
  );
}
