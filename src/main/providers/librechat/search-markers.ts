import { arrayOf, isObject, numberOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import { spacedLinks, type CitedSource } from '../reading/source-links.ts';

/** What searches found, by turn, kind and place: `turn0search1`. */
export type Found = ReadonlyMap<string, CitedSource>;

const KINDS: readonly (readonly [list: string, kind: string])[] = [
  ['organic', 'search'],
  ['topStories', 'news'],
  ['references', 'ref'],
  ['images', 'image'],
  ['videos', 'video'],
];

/** The pages in the `web_search` and `file_search` attachments of a message. */
export function foundBy(attachments: readonly JsonObject[]): Found {
  const found = new Map<string, CitedSource>();
  for (const attachment of attachments) {
    const search = objectOf(attachment['web_search']);
    const turn = numberOf(search['turn']) ?? 0;
    for (const [list, kind] of KINDS) {
      for (const [place, item] of arrayOf(search[list]).entries()) {
        if (!isObject(item)) continue;
        const url = textOf(item['link']) ?? textOf(item['url']) ?? textOf(item['imageUrl']);
        found.set(`turn${turn}${kind}${place}`, { url, title: textOf(item['title']), text: textOf(item['snippet']) });
      }
    }
    for (const [place, item] of arrayOf(objectOf(attachment['file_search'])['sources']).entries()) {
      if (isObject(item))
        found.set(`turn0file${place}`, { url: null, title: textOf(item['fileName']) ?? textOf(item['filename']) });
    }
  }
  return found;
}

// Markers are private-use characters, as a character and as its escape: models write both.
const MARKERS = /(?:\ue200|\\ue200)?(?:(?:\ue202|\\ue202)turn\d{1,4}[a-z]{2,10}\d{1,4}){1,50}(?:\ue201|\\ue201)?/g;
const REST = /[\ue200-\ue206]|\\ue20[0-6]/g;

/** The text with links in place of markers; one that stands for nothing is taken out. */
export function resolveMarkers(text: string, found: Found, cite: (source: CitedSource) => void): string {
  if (!/[\ue200-\ue206]|\\ue20[0-6]/.test(text)) return text;
  return text
    .replace(MARKERS, (whole, at: number) => {
      const sources: CitedSource[] = [];
      for (const [key] of whole.matchAll(/turn\d+[a-z]+\d+/g)) {
        const source = found.get(key);
        if (source === undefined) continue;
        cite(source);
        if (source.url !== null) sources.push(source);
      }
      return spacedLinks(sources, text.charAt(at - 1));
    })
    .replace(REST, '');
}
