import type { Told, ToldMessage } from './telling.ts';

/** What people write: lines, scripts, signs that formats escape; each with a word that nothing else says. */
const flavours = [
  (word: string) => `${word}: how does this work?`,
  (word: string) => `“${word}”, she said \u2014 \\n is no line break, {"nor": ["this"]} JSON.`,
  (word: string) => `${word}\n\n- one\n- two\n\nand an end`,
  (word: string) => `${word} Größe 日本語 العربية 👩‍💻 naïve`,
  (word: string) => `${word}\n    indented & 1 < 2 > 0, 'quoted' "twice"`,
] as const;

function uuid(seed: string): string {
  let hex = '';
  for (let round = 0; hex.length < 32; round++) {
    let state = 2166136261 ^ round;
    for (const char of `${seed}/${round}`) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16777619);
    hex += (state >>> 0).toString(16).padStart(8, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A conversation by its number: the same number is the same conversation, and with more messages a later edition of it. `voice` makes other
 * messages under the same id.
 */
export function toldOf(number: number, count: number, voice = ''): Told {
  const messages: ToldMessage[] = [];
  for (let place = 0; place < count; place++) {
    const flavour = flavours[(number * 3 + place) % flavours.length] ?? flavours[0];
    const word = `w${number}x${place}${voice}`;
    messages.push({
      id: uuid(`${number} ${place} ${voice}`),
      from: place % 2 === 0 ? 'person' : 'assistant',
      text: flavour(word),
    });
  }
  const startedAt = Date.UTC(2026, 0, 1, 10) + ((number % 1000) * 86_400_000) / 4;
  return { id: uuid(`conversation ${number}`), title: `Talk number ${number}`, startedAt, messages };
}
