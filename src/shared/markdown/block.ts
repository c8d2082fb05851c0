import { longestRun } from './inline.ts';

/** Data as Markdown blocks that cannot run into what follows them. */

/** Text in a fence longer than any inside it, so that nothing in it ends it. The text is as it was. */
export function fence(text: string, info = ''): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  const language = info.replace(/[`\s\p{Cc}]+/gu, ' ').trim();
  return `${ticks}${language}\n${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${ticks}`;
}

export function quote(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** A block that opens on a click where HTML is rendered and reads well where it is not. `summary` is Markdown-free text. */
export function folded(summary: string, body: string): string {
  const escaped = summary.replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'));
  // A fold inside would end this one; a quotation cannot be ended from inside.
  if (/<\/?(?:details|summary)/i.test(body)) return quote(`**${escaped}**\n\n${body}`);
  return `<details>\n<summary>${escaped}</summary>\n\n${body}\n\n</details>`;
}

interface OpenBlock {
  /** The line that ends the block. */
  readonly ends: (line: string) => boolean;
  /** What to write to end it. */
  readonly end: string;
}

/**
 * GFM text as it is; when its last fence or HTML block is still open (an answer that was cut off), what ends it is added, so that the
 * rest of the document is not swallowed.
 */
export function closedText(text: string): string {
  if (!/[`~<]/.test(text)) return text;
  let open: OpenBlock | null = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (open === null) open = opened(line);
    else if (open.ends(line)) open = null;
  }
  return open === null ? text : `${text}${/[\r\n]$/.test(text) ? '' : '\n'}${open.end}`;
}

/** CommonMark's HTML blocks that only their own end closes; the others end at a blank line. */
const htmlBlocks: readonly { readonly begins: RegExp; readonly ends: RegExp; readonly end: string }[] = [
  { begins: /^ {0,3}<(?:script|pre|style|textarea)(?:\s|>|$)/i, ends: /<\/(?:script|pre|style|textarea)>/i, end: '</pre>' },
  { begins: /^ {0,3}<!--/, ends: /-->/, end: '-->' },
  { begins: /^ {0,3}<\?/, ends: /\?>/, end: '?>' },
  { begins: /^ {0,3}<!\[CDATA\[/, ends: /\]\]>/, end: ']]>' },
  { begins: /^ {0,3}<![A-Za-z]/, ends: />/, end: '>' },
];

function opened(line: string): OpenBlock | null {
  const found = /^( {0,3})(`{3,}|~{3,})(.*)$/.exec(line);
  if (found !== null) {
    const [, indent = '', ticks = '', info = ''] = found;
    const character = ticks.charAt(0);
    if (character === '`' && info.includes('`')) return null;
    const ends = new RegExp(`^ {0,3}\\${character}{${ticks.length},}[ \\t]*$`);
    return { ends: (other) => ends.test(other), end: indent + ticks };
  }
  for (const html of htmlBlocks) {
    if (html.begins.test(line)) return html.ends.test(line) ? null : { ends: (other) => html.ends.test(other), end: html.end };
  }
  return null;
}
