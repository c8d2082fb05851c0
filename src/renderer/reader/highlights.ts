import type { Hits } from '../../shared/contract.ts';
import type { Message, Part } from '../../shared/model.ts';
import { leavesOf } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';
import { partKey } from './folds.ts';

/** A place the query was found at: one stop of `n` and `N`. */
export interface Hit {
  readonly message: number;
  readonly part: number;
  /** Of the marks in this part, which. */
  readonly place: number;
  readonly mark: readonly [from: number, to: number];
}

/** Hits in reading order of the message tree, one per mark; a part without marks is one stop. */
export function stopsOf(hits: Hits['hits']): readonly Hit[] {
  return hits.flatMap(({ messageIndex, partIndex, marks }) => {
    const places = marks.length > 0 ? marks : [[0, 0] as const];
    return places.map((mark, place) => ({ message: messageIndex, part: partIndex, place, mark }));
  });
}

/** The words that were found, as they are written in the loaded messages, and as they were asked for. */
export function foundWords(hits: readonly Hit[], messages: ReadonlyMap<number, Message>, query: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { leaf, negated } of leavesOf(parse(query).query)) {
    if (negated || leaf.kind === 'filter' || leaf.kind === 'regex') continue;
    words.add(`${leaf.text.toLowerCase()}${leaf.kind === 'word' && leaf.prefix ? '*' : ''}`);
  }
  for (const { message, part, mark } of hits) {
    const text = textOfPart(messages.get(message)?.parts[part]);
    const word = text?.slice(mark[0], mark[1]).trim();
    if (text === null || word === undefined || word === '') continue;
    // Found inside of a longer word: there it may begin or end anywhere.
    const begun = wordAt.test(text.charAt(mark[0])) && wordAt.test(text.charAt(mark[0] - 1));
    const goesOn = wordAt.test(text.charAt(mark[1] - 1)) && wordAt.test(text.charAt(mark[1]));
    words.add(`${begun ? '*' : ''}${word.toLowerCase()}${goesOn ? '*' : ''}`);
  }
  return words;
}

const wordAt = /[\p{L}\p{N}]/u;

function textOfPart(part: Part | undefined): string | null {
  return part && 'text' in part && typeof part.text === 'string' ? part.text : null;
}

/**
 * Paints the found words in the drawn parts and the current hit in another colour, by the CSS Custom Highlight API: the document
 * stays as React made it. Gives the range of the current hit when it is drawn.
 */
export function paint(root: HTMLElement, hits: readonly Hit[], words: ReadonlySet<string>, current: Hit | null): Range | null {
  if (!('highlights' in CSS)) return null;
  const keys = new Set(hits.map((hit) => partKey(hit.message, hit.part)));
  const all: Range[] = [];
  let now: Range | null = null;
  const pattern = patternOf(words);
  const loose = patternOf(words, true);
  if (pattern && loose) {
    for (const element of root.querySelectorAll<HTMLElement>('[data-part]')) {
      const key = element.dataset['part'] ?? '';
      if (!keys.has(key)) continue;
      // A part that was found has the words somewhere: inside of longer ones (`JSSoundRecorder`) when nowhere else.
      const whole = rangesIn(element, pattern);
      const ranges = whole.length > 0 ? whole : rangesIn(element, loose);
      if (current && key === partKey(current.message, current.part)) {
        now = ranges[Math.min(current.place, ranges.length - 1)] ?? null;
      }
      all.push(...ranges);
    }
  }
  CSS.highlights.set('hit', new Highlight(...all));
  if (now) CSS.highlights.set('hit-now', new Highlight(now));
  else CSS.highlights.delete('hit-now');
  return now;
}

export function clearPaint(): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete('hit');
  CSS.highlights.delete('hit-now');
}

/** Letters of scripts that write without spaces: there a word may begin and end anywhere. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/**
 * Whole words, however they are spaced; one that ends in `*` may go on, one that begins with it may have begun before, `loose` ones begin
 * and end anywhere. Null when there is none.
 */
export function patternOf(words: ReadonlySet<string>, loose = false): RegExp | null {
  if (words.size === 0) return null;
  // The longest first, so that a phrase is not cut into its words.
  const sorted = [...words].sort((a, b) => b.length - a.length).slice(0, 200);
  const patterns = sorted.map((word) => {
    const begun = word.length > 1 && word.startsWith('*');
    const goesOn = word.length > 1 && word.endsWith('*');
    const text = word.slice(begun ? 1 : 0, goesOn ? -1 : undefined);
    const plain = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(/\s+/g, '\\s+');
    const free = loose || unspaced.test(text);
    const open = !free && !begun && /^[\p{L}\p{N}]/u.test(text) ? '(?<![\\p{L}\\p{N}])' : '';
    const closed = !free && /[\p{L}\p{N}]$/u.test(text) && !goesOn ? '(?![\\p{L}\\p{N}])' : '';
    return `${open}${plain}${closed}`;
  });
  return new RegExp(patterns.join('|'), 'giu');
}

/** Elements that stand inside of a line: words go on across them, as code does across its colours. */
const inline = new Set('A B CODE DEL EM I INS S SPAN STRONG SUP'.split(' '));
/** What stands in a part and is none of its text: what boxes and buttons are called. */
const noText = 'button, figcaption, [aria-hidden="true"], .visually-hidden';

/** What is found in an element's text, which may be in several nodes; a new block is a new line. */
function rangesIn(element: HTMLElement, pattern: RegExp): Range[] {
  const nodes: Node[] = [];
  const starts: number[] = [];
  let text = '';
  let block: Node | null = null;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (!(node instanceof Element)) return NodeFilter.FILTER_ACCEPT;
    return node.matches(noText) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const own = blockOf(node, element);
    if (own !== block && text !== '') text += '\n';
    block = own;
    nodes.push(node);
    starts.push(text.length);
    text += node.textContent ?? '';
  }
  const ranges: Range[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    while ((starts[at + 1] ?? Infinity) <= match.index) at++;
    let last = at;
    while ((starts[last + 1] ?? Infinity) < end) last++;
    const from = nodes[at];
    const to = nodes[last];
    if (!from || !to) continue;
    const range = new Range();
    range.setStart(from, Math.min(match.index - (starts[at] ?? 0), from.textContent?.length ?? 0));
    range.setEnd(to, Math.min(end - (starts[last] ?? 0), to.textContent?.length ?? 0));
    ranges.push(range);
  }
  return ranges;
}

function blockOf(node: Node, within: Node): Node {
  let { parentNode } = node;
  while (parentNode && parentNode !== within && inline.has(parentNode.nodeName)) ({ parentNode } = parentNode);
  return parentNode ?? within;
}
