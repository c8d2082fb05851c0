import type { DriftCounter } from '../reading/drift.ts';
import { isLocal, markdownOf, webAddress } from '../reading/html-markdown.ts';
import { attributeOf, htmlTokens, type HtmlToken } from '../reading/html-tokens.ts';
import type { Read } from './json-record.ts';
import { localTimeOf } from './local-time.ts';
import type { Activities, NamedFile } from './said.ts';
import { activityOf, conversationIn, isGemini, noteOf } from './verbs.ts';

/** Where a record of the page begins. */
export const MARKER = '<div class="outer-cell';

interface Cell {
  readonly kind: 'header' | 'content' | 'caption' | 'side';
  readonly tokens: HtmlToken[];
}

/** One `outer-cell` of `MyActivity.html`. Null: it is none that is known. Source: formats, §7.2. */
export function readCell(html: string, drift: DriftCounter): Read | null {
  const cells = cellsOf(html);
  const header = cells.find((cell) => cell.kind === 'header');
  const content = cells.find((cell) => cell.kind === 'content');
  if (header === undefined && content === undefined) return null;
  const captions = cells.filter((cell) => cell.kind === 'caption');
  const [product = null, ...above] = header === undefined ? [] : linesOf(header.tokens).map((line) => line.text);
  // A page without headers says nothing of products: somebody cut it out of Gemini's.
  if (
    product !== null &&
    !isGemini(product, ...captions.flatMap((cell) => linesOf(cell.tokens).map((line) => line.text)).slice(0, 3))
  ) {
    return { ignored: `Activity of another product of Google (${product.slice(0, 60)}).` };
  }
  const threads = captions
    .flatMap((cell) => cell.tokens)
    .flatMap((token) => {
      const id = token.kind === 'open' && token.name === 'a' ? conversationIn(attributeOf(token.source, 'href')) : null;
      return id === null ? [] : [id];
    });
  const side = cells.filter((cell) => cell.kind === 'side').flatMap((cell) => filesIn(cell.tokens));
  return above.length > 0 ? readHeaded(above, content, threads, drift) : readBody(content?.tokens ?? [], threads, side);
}

/** The verb and the time stand in the header, the prompt and the reply below. */
function readHeaded(
  above: readonly string[],
  content: Cell | undefined,
  threads: readonly string[],
  drift: DriftCounter,
): Read | null {
  const timeAt = above.findIndex((line) => localTimeOf(line) !== null);
  const rawTime = timeAt === -1 ? null : (above[timeAt] ?? null);
  const verb = above.find((_, at) => at !== timeAt) ?? '';
  const tokens = content?.tokens ?? [];
  const [first] = linesOf(tokens);
  const activity = /^canvas$/i.test(verb) ? { kind: 'canvas' as const, title: '' } : activityOf(verb);
  if (activity.kind === 'notice') return { ignored: 'Feedback and the like: nothing was said.' };
  if (activity.kind === 'canvas') {
    const text = markdownOf(tokens);
    return { said: { ...bare(threads, rawTime), prompt: null, canvas: { title: activity.title, text }, replies: [], files: [] } };
  }
  if (activity.text !== '' && /^[\x20-\x7E]+$/.test(activity.text)) {
    drift.type('cell.verb', activity.text, activity.text);
    return null;
  }
  const files: NamedFile[] = [];
  const markdown =
    first === undefined ? '' : markdownOf(tokens.slice(first.end), (source, name, image) => files.push({ source, name, image }));
  const replies = markdown === '' && files.length === 0 ? [] : [{ markdown, files }];
  return { said: { ...bare(threads, rawTime), prompt: first?.text ?? '', canvas: null, replies, files: [] } };
}

function bare(threads: readonly string[], line: string | null): Pick<Activities, 'threads' | 'time' | 'rawTime'> {
  const time = line === null ? null : (localTimeOf(line)?.ms ?? null);
  return { threads, time, rawTime: time === null ? line : null };
}

/** All stands in one cell: the verb and the prompt, what was attached, the time, the reply. */
function readBody(tokens: readonly HtmlToken[], captions: readonly string[], side: readonly NamedFile[]): Read | null {
  const lines = linesOf(tokens, true);
  const timeAt = lines.findIndex((line, at) => at > 0 && localTimeOf(line.text) !== null);
  // A date in words that are not known still looks like one.
  const likely = timeAt === -1 ? lines.findIndex((line, at) => at > 0 && looksLikeTime(line.text)) : timeAt;
  const upTo = likely === -1 ? lines : lines.slice(0, likely);
  const timeLine = likely === -1 ? null : (lines[likely] ?? null);
  const asked: string[] = [];
  const files: NamedFile[] = [];
  let made = false;
  let threads = captions;
  for (const line of upTo) {
    const locals = line.links.filter(isLocal);
    const note = noteOf(line.text);
    if (note !== null && asked.length > 0) made ||= note.made;
    else if (locals.length > 0) {
      for (const source of locals)
        files.push({ source, name: line.text.replace(/^[\s\u00A0]*[-–•][\s\u00A0]*/, '') || null, image: false });
    } else if (line.links.some((link) => /^https?:\/\/myaccount\.google\.com\//.test(link)) && asked.length > 0) continue;
    else {
      asked.push(line.text);
      if (threads.length === 0) threads = line.links.flatMap((link) => conversationIn(webAddress(link)) ?? []);
    }
  }
  while (asked.length > 0 && asked.at(-1) === '') asked.pop();
  const activity = activityOf(asked.join('\n'));
  if (activity.kind === 'notice') return { ignored: 'Feedback and the like: nothing was said.' };
  const shown: NamedFile[] = [];
  const below = timeLine === null ? [] : tokens.slice(timeLine.end);
  const markdown = markdownOf(below, (source, name, image) => shown.push({ source, name, image }));
  (made ? shown : files).push(...side.filter(({ source }) => !shown.some((file) => file.source === source)));
  const reply = markdown === '' && shown.length === 0 ? [] : [{ markdown, files: shown }];
  const when = bare(threads, timeLine?.text ?? null);
  if (activity.kind === 'canvas')
    return { said: { ...when, prompt: null, files, replies: [], canvas: { title: activity.title, text: markdown } } };
  if (activity.text === '' && files.length === 0 && reply.length === 0) return { ignored: 'A record in which nothing was said.' };
  return { said: { ...when, prompt: activity.text, files, canvas: null, replies: reply } };
}

/** A year and a clock, and no sentence. */
function looksLikeTime(text: string): boolean {
  return (
    text.length <= 60 && /\d{4}/.test(text) && /\d{1,2}[:.]\d{2}/.test(text) && (text.match(/\p{L}{2,}/gu) ?? []).length <= 4
  );
}

interface Line {
  readonly text: string;
  readonly links: readonly string[];
  /** The token behind it. */
  readonly end: number;
}

const INLINE = new Set('a b i u s em strong span code font small sub sup mark del ins img'.split(' '));

/** The lines of a cell, as `<br>` and blocks part them, without those that are blank; `all` keeps blank ones between others. */
function linesOf(tokens: readonly HtmlToken[], all = false): Line[] {
  const lines: Line[] = [];
  let text = '';
  let links: string[] = [];
  const end = (at: number, blank: boolean): void => {
    const trimmed = text.replaceAll(/^[\s\u00A0]+|[\s\u00A0]+$/g, '');
    if (trimmed !== '' || links.length > 0 || (blank && all && lines.length > 0)) lines.push({ text: trimmed, links, end: at });
    text = '';
    links = [];
  };
  for (const [at, token] of tokens.entries()) {
    if (token.kind === 'text') text += token.text;
    else if (token.name === 'br') end(at + 1, true);
    else if (!INLINE.has(token.name)) end(at + 1, false);
    else if (token.kind === 'open' && (token.name === 'a' || token.name === 'img')) {
      const link = attributeOf(token.source, token.name === 'a' ? 'href' : 'src');
      if (link !== null) links.push(link);
    }
  }
  end(tokens.length, false);
  return lines;
}

function filesIn(tokens: readonly HtmlToken[]): NamedFile[] {
  return tokens.flatMap((token): NamedFile[] => {
    if (token.kind !== 'open' || (token.name !== 'img' && token.name !== 'a')) return [];
    const source = attributeOf(token.source, token.name === 'img' ? 'src' : 'href');
    return source !== null && isLocal(source) ? [{ source, name: null, image: token.name === 'img' }] : [];
  });
}

/** The cells of a record. A cell ends with its `div`, or where the next one begins. */
function cellsOf(html: string): readonly Cell[] {
  const cells: Cell[] = [];
  let cell: Cell | null = null;
  let depth = 0;
  for (const token of htmlTokens(html)) {
    if (token.kind !== 'text' && token.name === 'div') {
      if (token.kind === 'open') {
        const kind = kindOf(attributeOf(token.source, 'class') ?? '');
        if (kind !== null) {
          cell = { kind, tokens: [] };
          cells.push(cell);
          depth = 0;
          continue;
        }
        depth++;
      } else if (depth === 0) cell = null;
      else depth--;
    }
    cell?.tokens.push(token);
  }
  return cells;
}

function kindOf(classes: string): Cell['kind'] | null {
  const words = classes.split(/\s+/);
  if (words.includes('header-cell')) return 'header';
  if (!words.includes('content-cell')) return null;
  if (words.includes('mdl-typography--caption')) return 'caption';
  return words.includes('mdl-typography--text-right') ? 'side' : 'content';
}
