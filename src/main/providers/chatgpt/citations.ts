import { arrayOf, isObject, numberOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { CitationPart } from '../../../shared/model.ts';
import { parsedText } from '../reading/json-text.ts';

export interface Cited {
  /** The text with links in place of markers. */
  readonly text: string;
  /** Each source once, in the order of first mention. */
  readonly citations: readonly CitationPart[];
}

interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Characters a hostile message may make us search: far above any real one. */
const BUDGET = 200_000_000;

/** A passage, not the whole page, which stands in the tool's result already. */
const PASSAGE = 1000;

const NONE: readonly CitationPart[] = [];

/**
 * Replaces citation markers by Markdown links: the new form (`content_references`), the old one (`citations`), and strips what remains
 * of private-use markers. A marker is found by its text; offsets, which count code points, only choose among repeats.
 */
export function resolveCitations(text: string, metadata: JsonObject): Cited {
  const references = arrayOf(metadata['content_references']);
  const old = arrayOf(metadata['citations']);
  const found = arrayOf(metadata['search_result_groups']);
  if (references.length + old.length + found.length === 0) return { text: stripMarkers(text), citations: NONE };
  const page = new Page(text);
  for (const reference of references) if (isObject(reference)) resolveReference(reference, page);
  for (const citation of old) if (isObject(citation)) resolveOld(citation, page);
  if (found.length > 0) resolveByName(text, found, page);
  return { text: stripMarkers(page.written()), citations: page.citations() };
}

/** Removes citation markers: whole ones with what they hold (an entity leaves its name), and stray private-use characters. */
export function stripMarkers(text: string): string {
  const plain = text.includes('【cite】') ? text.replace(LENTICULAR, '') : text;
  return MARKER_CHARACTER.test(plain) ? stripWhole(plain).replace(OPEN_MARKER, '').replace(MARKER_CHARACTERS, '') : plain;
}

/** Of what a person pasted only whole markers are removed: the same characters are icons in some fonts. */
export function stripPastedMarkers(text: string): string {
  return text.includes('\ue200') ? stripWhole(text) : text;
}

const MARKER_CHARACTER = /[\ue200-\ue2ff]/;
const MARKER_CHARACTERS = /[\ue200-\ue2ff]/g;
const WHOLE_MARKER = /\ue200([^\ue200\ue201]*)\ue201/g;
/** How the same marker looks where its private-use characters were lost. */
const LENTICULAR = /【cite】(?:【turn\d+[a-z]+\d+】)+/g;
const OPEN_MARKER = /\ue200[a-z_]+(?:\ue202turn\d+[a-z]+\d+)+/g;

function stripWhole(text: string): string {
  return text.replace(WHOLE_MARKER, (_whole, inner: string) => wordsOf(inner));
}

/** The words a marker stands for in the sentence, where it carries them. */
function wordsOf(inner: string): string {
  const [kind, ...rest] = inner.split('\ue202');
  if (kind === 'url') return rest.find((word) => word !== '' && !/^turn\d/.test(word)) ?? '';
  const payload = rest.join('');
  if (kind !== 'entity' || !payload.startsWith('[')) return '';
  return textOf(arrayOf(parsedText(payload))[1]) ?? '';
}

/** A text under edit: places found, edits not overlapping, sources collected. */
class Page {
  readonly #text: string;
  readonly #edits: Edit[] = [];
  readonly #taken = new Set<number>();
  readonly #sources = new Map<string, CitationPart>();
  #astral: readonly number[] | null = null;
  #budget = BUDGET;

  constructor(text: string) {
    this.#text = text;
  }

  /** The place of a marker: where its offset says, else the free occurrence nearest to it; -1 when there is none. */
  find(marker: string, offset: number | null): number {
    const hint = offset === null ? null : this.#unitOf(offset);
    if (hint !== null && !this.#taken.has(hint) && this.#text.startsWith(marker, hint)) return hint;
    let best = -1;
    for (let at = this.#next(marker, 0); at !== -1; at = this.#next(marker, at + marker.length)) {
      if (this.#taken.has(at)) continue;
      if (hint === null) return at;
      if (best !== -1 && Math.abs(at - hint) >= Math.abs(best - hint)) break;
      best = at;
    }
    return best;
  }

  /** The text between two offsets in code points. */
  slice(from: number, to: number): string {
    return this.#text.slice(this.#unitOf(from), this.#unitOf(to));
  }

  /** False where something was replaced already. */
  isFree(from: number): boolean {
    return !this.#taken.has(from);
  }

  replace(from: number, length: number, text: string): void {
    this.#taken.add(from);
    this.#edits.push({ from, to: from + length, text });
  }

  cite(url: string | null, title: string | null, passage: string | null): void {
    const text = passage !== null && passage.length <= PASSAGE ? passage : null;
    const key = url ?? `\u0000${title ?? ''}`;
    if (url === null && title === null) return;
    const known = this.#sources.get(key);
    if (known === undefined) this.#sources.set(key, { type: 'citation', url, title, ...(text === null ? {} : { text }) });
    else if (known.text === undefined && text !== null) this.#sources.set(key, { ...known, title: known.title ?? title, text });
  }

  citations(): readonly CitationPart[] {
    return [...this.#sources.values()];
  }

  written(): string {
    this.#edits.sort((a, b) => a.from - b.from || b.to - a.to);
    let out = '';
    let at = 0;
    let last = '';
    for (const edit of this.#edits) {
      if (edit.from < at) continue;
      out += this.#text.slice(at, edit.from);
      if (edit.text !== '') {
        const before = edit.from > at ? this.#text.charAt(edit.from - 1) : last;
        const isLink = edit.text.startsWith('(') || edit.text.startsWith('[');
        out += isLink && before.trim() !== '' ? ` ${edit.text}` : edit.text;
        last = edit.text.charAt(edit.text.length - 1);
      }
      at = edit.to;
    }
    return out + this.#text.slice(at);
  }

  #next(marker: string, from: number): number {
    if (this.#budget <= 0) return -1;
    const at = this.#text.indexOf(marker, from);
    this.#budget -= (at === -1 ? this.#text.length : at) - from + 1;
    return at;
  }

  /** Code points to UTF-16 units. */
  #unitOf(offset: number): number {
    this.#astral ??= astralOf(this.#text);
    let low = 0;
    let high = this.#astral.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#astral[middle] ?? 0) - middle < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  }
}

/** Places of characters outside the basic plane. */
function astralOf(text: string): readonly number[] {
  const places: number[] = [];
  for (const match of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) places.push(match.index);
  return places;
}

function resolveReference(reference: JsonObject, page: Page): void {
  const links = linksOf(reference);
  for (const link of links) page.cite(link.url, link.title, link.text);
  const marker = textOf(reference['matched_text']);
  const type = textOf(reference['type']) ?? '';
  if (marker === null || type === 'sources_footnote') return;
  const offset = numberOf(reference['start_idx']);
  const at = page.find(marker, offset);
  if (at === -1) return;
  if (marker.trim() === '') {
    // Old references match a plain space: only one that lies where its offset says is meant, and the space stays.
    if (offset === null || page.slice(offset, offset + marker.length) !== marker) return;
    page.replace(at, marker.length, links.length === 0 ? marker : `${marker}${inline(links)}${marker}`);
    return;
  }
  page.replace(at, marker.length, replacementOf(type, reference, links));
}

interface Link {
  readonly url: string | null;
  readonly title: string | null;
  readonly text: string | null;
}

function linksOf(reference: JsonObject): readonly Link[] {
  const links: Link[] = [];
  add(reference, links);
  let items = arrayOf(reference['items']);
  if (items.length === 0) items = arrayOf(reference['fallback_items']);
  for (const item of items) {
    if (!isObject(item)) continue;
    add(item, links);
    for (const other of arrayOf(item['supporting_websites'])) if (isObject(other)) add(other, links);
  }
  for (const source of arrayOf(reference['sources'])) if (isObject(source)) add(source, links);
  return links;
}

function add(item: JsonObject, links: Link[]): void {
  const url = textOf(item['url']) ?? textOf(item['cloud_doc_url']);
  const title = textOf(item['title']) ?? (item['type'] === 'file' ? textOf(item['name']) : null) ?? textOf(item['attribution']);
  const isFile = item['type'] === 'file' && title !== null;
  if (url !== null || isFile) links.push({ url, title, text: textOf(item['snippet']) });
}

function replacementOf(type: string, reference: JsonObject, links: readonly Link[]): string {
  const alt = textOf(reference['alt']);
  switch (type) {
    case 'hidden':
    case 'followup_a':
      return '';
    case 'nav_list':
      return links.map((link) => `\n- ${markdown(link)}`).join('');
    case 'entity':
    case 'product_entity':
      return textOf(reference['name']) ?? alt ?? stripMarkers(textOf(reference['matched_text']) ?? '');
    default:
      if (alt !== null) return alt;
      return inline(links);
  }
}

function inline(links: readonly Link[]): string {
  return links.length === 0 ? '' : `(${links.map(markdown).join(', ')})`;
}

function markdown(link: Link): string {
  const title = (link.title ?? hostOf(link.url)).replace(/[[\]]/g, '\\$&').replace(/\s+/g, ' ');
  if (link.url === null) return title;
  return `[${title}](${/[\s()<>]/.test(link.url) ? `<${link.url.replace(/[<>\n]/g, encodeURIComponent)}>` : link.url})`;
}

function hostOf(url: string | null): string {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(url ?? '')?.[1] ?? url ?? '';
}

/** The old form: offsets of a `【12†source】` and what lies behind it. */
function resolveOld(citation: JsonObject, page: Page): void {
  const metadata = objectOf(citation['metadata']);
  const url = textOf(metadata['url']);
  const title = textOf(metadata['title']) ?? textOf(metadata['name']);
  if (citation['invalid_reason'] !== undefined && citation['invalid_reason'] !== null) return;
  page.cite(url, title, textOf(metadata['text']));
  const from = numberOf(citation['start_ix']);
  const to = numberOf(citation['end_ix']);
  if (from === null || to === null || to <= from || (url === null && title === null)) return;
  const marker = page.slice(from, to);
  const at = /^【[^【】]*】$/.test(marker) ? page.find(marker, from) : -1;
  if (at !== -1) page.replace(at, marker.length, inline([{ url, title, text: null }]));
}

const NAMED = /(?:\ue200cite(?:\ue202turn\d+[a-z]+\d+)+\ue201)|(?:【cite】(?:【turn\d+[a-z]+\d+】)+)/g;

/** Markers that no reference explains: they name what a search found (`turn0search3`), and the message lists what that was. */
function resolveByName(text: string, groups: readonly unknown[], page: Page): void {
  const byName = new Map<string, Link>();
  for (const group of groups) {
    for (const entry of arrayOf(objectOf(group)['entries'])) {
      if (!isObject(entry)) continue;
      const id = objectOf(entry['ref_id']);
      const name = `turn${numberOf(id['turn_index']) ?? ''}${textOf(id['ref_type']) ?? ''}${numberOf(id['ref_index']) ?? ''}`;
      const links: Link[] = [];
      add(entry, links);
      const [link] = links;
      if (link !== undefined && !byName.has(name)) byName.set(name, link);
    }
  }
  for (const marker of text.matchAll(NAMED)) {
    if (!page.isFree(marker.index)) continue;
    const links = [...marker[0].matchAll(/turn\d+[a-z]+\d+/g)].flatMap(([name]) => byName.get(name) ?? []);
    if (links.length === 0) continue;
    for (const link of links) page.cite(link.url, link.title, link.text);
    page.replace(marker.index, marker[0].length, inline(links));
  }
}
