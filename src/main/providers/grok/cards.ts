import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import { parsedText } from '../reading/json-text.ts';
import { linkTo, spacedLinks, type CitedSource } from '../reading/source-links.ts';

/** What a `<grok:render>` tag stands for. */
interface Card {
  readonly kind: string;
  readonly source: CitedSource;
  /** Path of a picture that Grok made. */
  readonly made: string | null;
}

/** The cards of a message, JSON in text each, by id; `titles` are those of found pages, by address. */
export function cardsOf(list: unknown, titles: ReadonlyMap<string, string | null>): ReadonlyMap<string, Card> {
  const cards = new Map<string, Card>();
  for (const item of arrayOf(list)) {
    const card = typeof item === 'string' ? parsedText(item) : item;
    if (!isObject(card)) continue;
    const id = textOf(card['id']) ?? textOf(card['card_id']);
    if (id !== null) cards.set(id, cardOf(card, titles));
  }
  return cards;
}

function cardOf(card: JsonObject, titles: ReadonlyMap<string, string | null>): Card {
  const image = objectOf(card['image']);
  const url = textOf(card['url']) ?? textOf(image['link']) ?? textOf(image['original']);
  const title = textOf(card['title']) ?? textOf(image['title']) ?? (url === null ? null : (titles.get(url) ?? null));
  const made = textOf(objectOf(card['image_chunk'])['imageUrl']);
  return { kind: textOf(card['cardType']) ?? textOf(card['type']) ?? '', source: { url, title }, made };
}

interface Sink {
  readonly cite: (source: CitedSource) => void;
  readonly image: (path: string, alt: string | null) => void;
}

const OPEN = '<grok:render';
const CLOSE = '</grok:render>';

/** The text with links in place of `<grok:render card_id="…">…</grok:render>`; a tag whose card is not there is taken out. Linear. */
export function renderCards(text: string, cards: ReadonlyMap<string, Card>, sink: Sink): string {
  if (!text.includes(OPEN)) return text;
  let out = '';
  let at = 0;
  for (let open = text.indexOf(OPEN); open !== -1; open = text.indexOf(OPEN, at)) {
    out += text.slice(at, open);
    const head = text.indexOf('>', open);
    if (head === -1) return out + text.slice(open);
    const isClosed = text.charAt(head - 1) === '/';
    const close = isClosed ? head + 1 : text.indexOf(CLOSE, head);
    // A tag that is never closed hides no text: only the tag itself is taken out.
    at = isClosed ? close : close === -1 ? head + 1 : close + CLOSE.length;
    const id = /\bcard_id\s*=\s*"([^"]{1,200})"/.exec(text.slice(open, Math.min(head, open + 1000)))?.[1];
    const card = id === undefined ? undefined : cards.get(id);
    if (card !== undefined) out += shownCard(card, out.slice(-1), sink);
    if (close === -1) break;
  }
  return out + text.slice(at).replaceAll(/<grok:render\b[^>]{0,1000}>/g, '');
}

function shownCard({ kind, source, made }: Card, before: string, sink: Sink): string {
  if (made !== null) {
    sink.image(made, source.title);
    return '';
  }
  if (source.url === null) return '';
  sink.cite(source);
  return kind.startsWith('image') ? linkTo(source) : spacedLinks([source], before);
}
