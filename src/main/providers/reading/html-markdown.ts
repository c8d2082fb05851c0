import { attributeOf, htmlTokens, type HtmlToken } from './html-tokens.ts';

/** A picture or link that is no address of the web: a file beside the page. */
export type LocalFile = (source: string, name: string | null, isImage: boolean) => void;

/**
 * The text of HTML as Markdown: headings, lists, quotes, tables, code, links, emphasis; everything else is its text. No tag comes through,
 * no address but of the web and of mail. One pass, with bounded nesting, so the time is linear on any input.
 */
export function markdownOf(html: string | Iterable<HtmlToken>, onFile: LocalFile = () => undefined): string {
  const writer = new MarkdownWriter(onFile);
  for (const token of typeof html === 'string' ? htmlTokens(html) : html) writer.take(token);
  return writer.finish();
}

/** Deeper than this, blocks are only their text, and marks of emphasis nothing. */
const DEEPEST = 24;

const headings = new Map([
  ['h1', '# '],
  ['h2', '## '],
  ['h3', '### '],
  ['h4', '#### '],
  ['h5', '##### '],
  ['h6', '###### '],
]);
const marks = new Map([
  ['b', '**'],
  ['strong', '**'],
  ['i', '*'],
  ['em', '*'],
  ['s', '~~'],
  ['del', '~~'],
  ['strike', '~~'],
]);
/** Blocks that only end what stands before and after them. */
const plainBlocks = new Set(
  'p div section article header footer main aside figure figcaption details summary dl dt dd address center form fieldset nav tbody thead tfoot caption body html'.split(
    ' ',
  ),
);
const framed = new Set(['ul', 'ol', 'li', 'blockquote', 'pre', 'table', 'tr', 'td', 'th', ...headings.keys()]);

interface Frame {
  readonly tag: string;
  readonly source: string;
  readonly blocks: string[];
  /** Of an ordered list: the number of the next item. */
  next: number;
  /** A table's rows; a row's cells. */
  readonly cells: string[];
  readonly rows: string[][];
}

interface Mark {
  readonly tag: string;
  readonly at: number;
  readonly href: string | null;
}

class MarkdownWriter {
  readonly #onFile: LocalFile;
  readonly #frames: Frame[] = [frameOf('', '')];
  /** How many frames of each kind were too deep to be opened. */
  readonly #skipped = new Map<string, number>();
  #inline: string[] = [];
  #marks: Mark[] = [];
  #pre = 0;

  constructor(onFile: LocalFile) {
    this.#onFile = onFile;
  }

  take(token: HtmlToken): void {
    if (token.kind === 'text') this.#text(token.text);
    else if (token.kind === 'open') this.#open(token.name, token.source);
    else this.#close(token.name);
  }

  finish(): string {
    this.#flush();
    while (this.#frames.length > 1) this.#pop();
    return this.#top.blocks.join('\n\n');
  }

  get #top(): Frame {
    const frame = this.#frames.at(-1);
    if (frame === undefined) throw new RangeError('no frame');
    return frame;
  }

  #text(text: string): void {
    if (this.#pre > 0) this.#inline.push(text);
    else {
      const collapsed = text.replaceAll(/[ \t\r\n\f]+/g, ' ');
      const isCode = this.#marks.some((mark) => mark.tag === 'code');
      this.#inline.push(isCode ? collapsed : escaped(collapsed, this.#isIn('table')));
    }
  }

  #open(name: string, source: string): void {
    if (this.#pre > 0 && name !== 'pre') {
      if (name === 'br') this.#inline.push('\n');
      else if (name === 'code' && this.#frames.at(-1)?.tag === 'pre') this.#language(source);
      return;
    }
    if (name === 'br') this.#inline.push('\n');
    else if (name === 'hr') {
      this.#flush();
      this.#top.blocks.push('---');
    } else if (name === 'img') this.#image(source);
    else if (plainBlocks.has(name)) this.#flush();
    else if (framed.has(name)) this.#push(name, source);
    else if (marks.has(name) || name === 'code' || name === 'tt' || name === 'kbd' || name === 'a') {
      const tag = name === 'tt' || name === 'kbd' ? 'code' : name;
      if (this.#marks.length < DEEPEST) {
        this.#marks.push({ tag, at: this.#inline.length, href: tag === 'a' ? attributeOf(source, 'href') : null });
      }
    }
  }

  #close(name: string): void {
    if (this.#pre > 0 && name !== 'pre') return;
    if (plainBlocks.has(name)) this.#flush();
    else if (framed.has(name)) this.#closeFrame(name);
    else this.#closeMark(name === 'tt' || name === 'kbd' ? 'code' : name);
  }

  #push(tag: string, source: string): void {
    this.#flush();
    // The end of these may be left out.
    if (tag === 'li' || tag === 'td' || tag === 'th' || tag === 'tr') this.#endOpen(tag);
    if (this.#frames.length > DEEPEST) {
      this.#skipped.set(tag, (this.#skipped.get(tag) ?? 0) + 1);
      return;
    }
    const frame = frameOf(tag, source);
    if (tag === 'ol') frame.next = Math.max(0, Math.min(999_999_999, Number(attributeOf(source, 'start') ?? 1) || 1));
    if (tag === 'pre') this.#pre++;
    this.#frames.push(frame);
  }

  /** Ends an item that is still open when the next one of its list begins. */
  #endOpen(tag: string): void {
    const bounds = tag === 'li' ? 'ul ol' : tag === 'tr' ? 'table' : 'tr table';
    const peers = tag === 'td' || tag === 'th' ? ['td', 'th'] : tag === 'tr' ? ['tr', 'td', 'th'] : [tag];
    for (let depth = this.#frames.length - 1; depth > 0; depth--) {
      const open = this.#frames[depth]?.tag ?? '';
      if (bounds.split(' ').includes(open)) return;
      if (!peers.includes(open)) continue;
      while (this.#frames.length > depth) this.#pop();
    }
  }

  #closeFrame(tag: string): void {
    const skipped = this.#skipped.get(tag) ?? 0;
    this.#flush();
    if (skipped > 0) {
      this.#skipped.set(tag, skipped - 1);
      return;
    }
    const depth = this.#frames.findLastIndex((frame) => frame.tag === tag);
    if (depth <= 0) return;
    while (this.#frames.length > depth) this.#pop();
  }

  #closeMark(tag: string): void {
    const index = this.#marks.findLastIndex((mark) => mark.tag === tag);
    if (index === -1) return;
    while (this.#marks.length > index) this.#endMark();
  }

  #endMark(): void {
    const mark = this.#marks.pop();
    if (mark === undefined) return;
    const inner = this.#inline.splice(mark.at).join('');
    if (mark.tag === 'a') this.#inline.push(this.#link(inner, mark.href));
    else if (mark.tag === 'code') this.#inline.push(codeOf(inner));
    else this.#inline.push(marked(inner, marks.get(mark.tag) ?? ''));
  }

  #link(text: string, href: string | null): string {
    const url = href === null ? null : webAddress(href);
    if (url === null) {
      if (href !== null && isLocal(href)) this.#onFile(href, text.trim() === '' ? null : text.trim(), false);
      return text;
    }
    const words = text.trim();
    if (words === '' || words === url) return `<${url}>`;
    return `[${words.replaceAll(/(?<!\\)[[\]]/g, String.raw`\$&`)}](${safeAddress(url)})`;
  }

  #image(source: string): void {
    const src = attributeOf(source, 'src');
    const alt = attributeOf(source, 'alt');
    if (src === null) return;
    const url = webAddress(src);
    if (url !== null) this.#inline.push(`![${(alt ?? '').replaceAll(/[[\]]/g, '')}](${safeAddress(url)})`);
    else if (isLocal(src) || src.startsWith('data:')) this.#onFile(src, alt, true);
  }

  #language(source: string): void {
    const language = /(?:^|\s)(?:language|lang|hljs)-([\w+#.-]+)/.exec(attributeOf(source, 'class') ?? '')?.[1];
    if (language !== undefined && this.#top.cells.length === 0) this.#top.cells.push(language);
  }

  /** Ends what is written in a line. */
  #flush(): void {
    if (this.#pre > 0) return;
    while (this.#marks.length > 0) this.#endMark();
    if (this.#inline.length === 0) return;
    const text = lines(this.#inline.join(''));
    this.#inline = [];
    if (text !== '') this.#top.blocks.push(text);
  }

  #pop(): void {
    const inline = this.#inline.join('');
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    if (frame.tag === 'pre') {
      this.#pre--;
      this.#inline = [];
      this.#top.blocks.push(fenced(inline, frame.cells[0] ?? languageOf(frame.source)));
      return;
    }
    this.#flush();
    const parent = this.#top;
    const { blocks, tag } = frame;
    if (tag === 'td' || tag === 'th') {
      const cell = blocks.join('<br>').replaceAll('\n', '<br>');
      (parent.tag === 'tr' ? parent.cells : parent.blocks).push(cell);
    } else if (tag === 'tr') {
      if (parent.tag === 'table') parent.rows.push(frame.cells);
      else parent.blocks.push(frame.cells.join(' | '));
    } else if (tag === 'table') {
      parent.blocks.push(...blocks);
      if (frame.rows.length > 0) parent.blocks.push(tableOf(frame.rows));
    } else if (blocks.length === 0) return;
    else if (tag === 'li') {
      const bullet = parent.tag === 'ol' ? `${parent.next++}. ` : '- ';
      parent.blocks.push(bullet + indented(itemOf(blocks), ' '.repeat(bullet.length)));
    } else if (tag === 'ul' || tag === 'ol') parent.blocks.push(blocks.join('\n'));
    else if (tag === 'blockquote') parent.blocks.push(`> ${blocks.join('\n\n').replaceAll('\n', '\n> ')}`);
    else parent.blocks.push(`${headings.get(tag) ?? ''}${blocks.join(' ').replaceAll('\n', ' ')}`);
  }

  #isIn(tag: string): boolean {
    return this.#frames.some((frame) => frame.tag === tag);
  }
}

function frameOf(tag: string, source: string): Frame {
  return { tag, source, blocks: [], next: 1, cells: [], rows: [] };
}

/** A list in an item follows its words on the next line. */
function itemOf(blocks: readonly string[]): string {
  let text = '';
  for (const [index, block] of blocks.entries())
    text += index === 0 ? block : /^(?:- |\d+\. )/.test(block) ? `\n${block}` : `\n\n${block}`;
  return text;
}

function indented(text: string, by: string): string {
  return text.replaceAll(/\n(?=[^\n])/g, `\n${by}`);
}

function tableOf(rows: readonly (readonly string[])[]): string {
  const width = Math.min(200, Math.max(...rows.slice(0, 1000).map((row) => row.length)));
  const line = (row: readonly string[]): string =>
    `| ${Array.from({ length: Math.max(width, 1) }, (_, i) => row[i] ?? '').join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [line(head), `|${' --- |'.repeat(Math.max(width, 1))}`, ...rest.map(line)].join('\n');
}

function fenced(text: string, language: string | null): string {
  const longest = (text.match(/`{3,}/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language ?? ''}\n${text.replace(/^\n/, '').replace(/\n$/, '')}\n${fence}`;
}

function languageOf(source: string): string | null {
  return /(?:^|\s)(?:language|lang)-([\w+#.-]+)/.exec(attributeOf(source, 'class') ?? '')?.[1] ?? null;
}

function codeOf(text: string): string {
  if (text.trim() === '') return text;
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A mark clings to its words. */
function marked(text: string, mark: string): string {
  const words = text.trim();
  if (words === '') return text;
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return `${text.slice(0, start)}${mark}${words}${mark}${text.slice(end)}`;
}

/** Lines without the blanks around them, but for those that do not break; what would begin a block of Markdown is escaped. */
function lines(text: string): string {
  return text
    .split('\n')
    .map((line, index) => {
      const words = line.replaceAll(index === 0 ? /^[ \t\u00A0]+|[ \t]+$/g : /^[ \t]+|[ \t]+$/g, '');
      if (!/^[#>+=\d-]/.test(words)) return words;
      return words
        .replace(/^(#{1,6}(?=\s)|>|[-+](?=\s)|-{3,}$|={3,}$)/, String.raw`\$1`)
        .replace(/^(\d{1,9})([.)])(?=\s)/, String.raw`$1\$2`);
    })
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll('\u00A0', ' ');
}

/** Formulas stay as they are: in them these signs mean something else. */
const FORMULA = /(\$\$[^$]{1,2000}\$\$|\$[^$\n]{1,500}\$|\\\([^\n]{1,500}?\\\)|\\\[[^\n]{1,500}?\\\])/;

/** Signs that Markdown would take for its own. */
function escaped(text: string, inTable: boolean): string {
  if (!/[\\`*_<[|~]/.test(text)) return text;
  const own = text
    .split(FORMULA)
    .map((piece, index) => (index % 2 === 1 ? piece : escapedWords(piece)))
    .join('');
  return inTable ? own.replaceAll('|', String.raw`\|`) : own;
}

function escapedWords(text: string): string {
  return text.replaceAll(
    /\\(?=[!-/:-@[-`{-~]|$)|`|\*(?=\S)|(?<![\p{L}\p{N}_])_(?=[^\s_])|<(?=[a-z/!?])|~(?=~)|\[(?=[^\]\n]{0,200}\]\()/giu,
    String.raw`\$&`,
  );
}

/** An address of the web or of mail; Google's detour is taken out. */
export function webAddress(href: string): string | null {
  const trimmed = href.trim();
  if (!/^(?:https?:\/\/|mailto:)[^\s]/i.test(trimmed)) return null;
  if (!/^https?:\/\/(?:www\.)?google\.[a-z.]{2,6}\/url\?/i.test(trimmed)) return trimmed;
  try {
    const target = new URL(trimmed).searchParams.get('q') ?? new URL(trimmed).searchParams.get('url');
    return target !== null && /^https?:\/\//i.test(target) ? target : trimmed;
  } catch {
    return trimmed;
  }
}

/** An address that stands in round brackets. */
function safeAddress(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll(/\s/g, '%20');
}

/** A name in the same folder: no scheme, no way out of it. */
export function isLocal(href: string): boolean {
  return href !== '' && !/^[a-z][\w+.-]*:/i.test(href) && !/^[#/\\?]/.test(href) && !href.includes('..');
}
