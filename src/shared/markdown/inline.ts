/** Data as Markdown that renders as the same data, inside a line. */

/** Text in a heading, a label or a link: one line, with everything escaped that would be read as markup. */
export function inlineText(text: string): string {
  return oneLine(text)
    .replace(/[\\`*[\]<>~|&$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(?=(?:[#+=-]|\d+[.)])(?:\s|$)|=+$|-+$)/, '\\');
}

/** Text between backticks, of which there are as many as it takes. */
export function codeSpan(text: string): string {
  const line = oneLine(text);
  if (line === '') return '` `';
  const ticks = '`'.repeat(longestRun(line, '`') + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A destination for a link or an image; an address that is none of the web's is given as it is, never as something to click. */
export function linkTarget(url: string): string | null {
  if (!/^(?:https?:|mailto:)/i.test(url)) return null;
  return `<${url.replace(/[<>\\\s\p{Cc}]/gu, (character) => encodeURIComponent(character))}>`;
}

export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** Length of the longest run of a character. */
export function longestRun(text: string, character: string): number {
  let longest = 0;
  for (let at = text.indexOf(character); at !== -1;) {
    let end = at + 1;
    while (text[end] === character) end++;
    longest = Math.max(longest, end - at);
    at = text.indexOf(character, end);
  }
  return longest;
}
