import type { CitationPart } from '../../../shared/model.ts';

/** A page, a document or a post that an answer rests on. */
export interface CitedSource {
  readonly url: string | null;
  readonly title: string | null;
  readonly text?: string | null;
}

/** A passage, not the whole page. */
const PASSAGE = 1000;

/** A list of sources, each once, in the order of first mention. */
export class SourceList {
  readonly #sources = new Map<string, CitationPart>();

  add({ url, title, text }: CitedSource): void {
    if (url === null && title === null) return;
    const key = url ?? `\u0000${title ?? ''}`;
    const passage = typeof text === 'string' && text !== '' && text.length <= PASSAGE ? text : null;
    const known = this.#sources.get(key);
    if (known === undefined)
      this.#sources.set(key, { type: 'citation', url, title, ...(passage === null ? {} : { text: passage }) });
    else if ((known.title === null && title !== null) || (known.text === undefined && passage !== null))
      this.#sources.set(key, {
        ...known,
        title: known.title ?? title,
        ...(passage === null ? {} : { text: known.text ?? passage }),
      });
  }

  parts(): readonly CitationPart[] {
    return [...this.#sources.values()];
  }
}

/** `([Title](address), [Other](address))`: what stands in a text where markers of sources stood. Empty without a source. */
export function linksTo(sources: readonly CitedSource[]): string {
  return sources.length === 0 ? '' : `(${sources.map(linkTo).join(', ')})`;
}

/** One source as a Markdown link; one without an address is its title. */
export function linkTo({ url, title }: CitedSource): string {
  const words = (title ?? hostOf(url)).slice(0, 300).replace(/[[\]]/g, '\\$&').replace(/\s+/g, ' ').trim();
  if (url === null) return words;
  return `[${words}](${/[\s()<>]/.test(url) ? `<${url.replace(/[<>\s]/g, encodeURIComponent)}>` : url})`;
}

function hostOf(url: string | null): string {
  return /^[a-z]+:\/\/([^/?#]+)/i.exec(url ?? '')?.[1] ?? url ?? '';
}

/** Links in place of a marker, with a space before them where the text has none. */
export function spacedLinks(sources: readonly CitedSource[], before: string): string {
  const links = linksTo(sources);
  return links === '' || before === '' || /\s$/.test(before) ? links : ` ${links}`;
}

/**
 * Replaces runs of numbered markers (`[1]`, `[1][2]`) by links. `marker` matches one marker and captures its number; `sourceOf` gives
 * what the number stands for, or null: then the marker stays. Code and what is a link already are left as they are. Linear.
 */
export function linkNumbers(text: string, marker: RegExp, sourceOf: (number: number) => CitedSource | null): string {
  const { source: one } = marker;
  if (!marker.test(text)) return text;
  return outsideCode(text, (prose) =>
    prose.replace(new RegExp(`(?:${one})+`, 'g'), (whole: string, ...rest: unknown[]) => {
      const at = rest.find((item) => typeof item === 'number') ?? 0;
      const markers = [...whole.matchAll(new RegExp(one, 'g'))];
      // The words of a link, or what defines one.
      const kept = /^[([:]/.test(prose.slice(at + whole.length, at + whole.length + 1)) ? (markers.pop()?.[0] ?? '') : '';
      const sources = new Set<CitedSource>();
      let left = '';
      for (const [written, number] of markers) {
        const source = sourceOf(Number(number));
        if (source === null || source.url === null) left += written;
        else sources.add(source);
      }
      return left + spacedLinks([...sources], at === 0 ? '' : prose.charAt(at - 1)) + kept;
    }),
  );
}

/** Applies `change` to what is no code: neither a fenced block nor between backticks. Linear. */
export function outsideCode(text: string, change: (prose: string) => string): string {
  let out = '';
  let prose = '';
  let fence: string | null = null;
  for (const line of text.split(/(?<=\n)/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === null && mark === undefined) {
      prose += line;
      continue;
    }
    if (fence === null) {
      out += outsideSpans(prose, change);
      prose = '';
      fence = mark ?? null;
    } else if (mark !== undefined && mark.startsWith(fence) && line.trim() === mark) fence = null;
    out += line;
  }
  return out + outsideSpans(prose, change);
}

function outsideSpans(text: string, change: (prose: string) => string): string {
  if (!text.includes('`')) return text === '' ? '' : change(text);
  const runs = [...text.matchAll(/`+/g)];
  // By length of run, the places where one stands, to be looked up once each.
  const places = new Map<number, number[]>();
  for (const [index, { 0: run }] of runs.entries()) {
    const held = places.get(run.length);
    if (held === undefined) places.set(run.length, [index]);
    else held.push(index);
  }
  const next = new Map<number, number>();
  let out = '';
  let at = 0;
  for (let index = 0; index < runs.length; index++) {
    const open = runs[index];
    if (open === undefined) break;
    const { length } = open[0];
    const held = places.get(length) ?? [];
    let place = next.get(length) ?? 0;
    while (place < held.length && (held[place] ?? 0) <= index) place++;
    next.set(length, place);
    const closing = held[place];
    if (closing === undefined) continue;
    const end = (runs[closing]?.index ?? 0) + length;
    if (open.index > at) out += change(text.slice(at, open.index));
    out += text.slice(open.index, end);
    at = end;
    index = closing;
  }
  return at < text.length ? out + change(text.slice(at)) : out;
}
