import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { CitedSource } from '../reading/source-links.ts';

/** What `[1]`, `[2]` … of an answer stand for: the documents behind it, each once, in the order of first mention. */
export function numberedSources(raw: JsonObject): readonly CitedSource[] {
  const numbered = new Map<string, CitedSource>();
  for (const item of [...arrayOf(raw['sources']), ...(Array.isArray(raw['sources']) ? [] : arrayOf(raw['citations']))]) {
    if (!isObject(item)) continue;
    const source = objectOf(item['source']);
    const documents = arrayOf(item['document']);
    const about = arrayOf(item['metadata']);
    for (let index = 0; index < Math.max(1, documents.length, about.length); index++) {
      const metadata = objectOf(about[index]);
      const key = textOf(metadata['source']) ?? textOf(source['id']) ?? textOf(source['name']) ?? textOf(item['url']) ?? 'N/A';
      if (numbered.has(key)) continue;
      const url =
        [metadata['url'], metadata['source'], source['url'], source['id'], source['name'], item['url']].find(isAddress) ?? null;
      const title = [metadata['title'], metadata['name'], source['name'], item['title']].find((text) => textOf(text) !== null);
      numbered.set(key, { url: textOf(url), title: textOf(title) ?? key, text: textOf(documents[index]) });
    }
  }
  return [...numbered.values()];
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//i.test(value);
}
