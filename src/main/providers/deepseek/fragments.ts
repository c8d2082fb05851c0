import { arrayOf, isObject, jsonOf, numberOf, objectOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { FilePart, ImagePart, Json, Part, UnknownPart } from '../../../shared/model.ts';
import type { AttachmentList } from '../reading/attachment-list.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { idOf } from '../reading/record-reader.ts';
import { linkNumbers, SourceList, type CitedSource } from '../reading/source-links.ts';
import { knownKeys } from './known-keys.ts';

/** A part, and whose it is; null: nothing says so. */
export interface SpokenPart {
  readonly by: 'user' | 'assistant' | null;
  readonly part: Part;
}

/** What a message holds, in the order of its fragments; before 2025 it had fields in their place. Source: formats §8.2. */
export function readFragments(message: JsonObject, attachments: AttachmentList, drift: DriftCounter): readonly SpokenPart[] {
  const said: SpokenPart[] = [];
  const fragments = arrayOf(message['fragments']);
  const sources = numberedSources([message, ...fragments.filter(isObject)]);
  const cited = new SourceList();
  const answer = (text: string): void => {
    const linked = linkNumbers(text, /\[(?:citation|reference):(\d{1,4})\]/, (number) => {
      const source = sources.get(number) ?? null;
      if (source !== null) cited.add(source);
      return source;
    });
    said.push({ by: 'assistant', part: { type: 'text', text: linked } });
  };
  if (fragments.length === 0) flat(message, said, answer);
  for (const fragment of fragments) {
    if (!isObject(fragment)) {
      if (fragment !== null) said.push({ by: null, part: { type: 'unknown', kind: 'fragment', data: jsonOf(fragment) } });
      continue;
    }
    drift.fields(fragment, knownKeys.fragment, 'message.fragments');
    const content = textOf(fragment['content']);
    const type = textOf(fragment['type']) ?? '';
    switch (type) {
      case 'REQUEST':
        if (content !== null) said.push({ by: 'user', part: { type: 'text', text: content } });
        break;
      case 'RESPONSE':
      case 'TEMPLATE_RESPONSE':
        if (content !== null) answer(content);
        break;
      case 'THINK':
        said.push({ by: 'assistant', part: thought(content ?? '', numberOf(fragment['elapsed_secs'])) });
        break;
      case 'TIP':
        if (content !== null) said.push({ by: 'assistant', part: { type: 'text', text: content, source: 'injected' } });
        break;
      case 'SEARCH':
      case 'TOOL_SEARCH':
        search(fragment, said);
        break;
      case 'TOOL_OPEN':
      case 'READ_LINK':
        opened(fragment, said);
        break;
      case 'FILE':
        for (const file of filesOf(fragment)) said.push({ by: 'user', part: attach(file, attachments) });
        break;
      default:
        drift.type('message.fragments.type', type, fragment);
        if (content !== null) said.push({ by: null, part: { type: 'text', text: content } });
        said.push({ by: null, part: { type: 'unknown', kind: type === '' ? 'fragment' : type, data: jsonOf(fragment) } });
    }
  }
  const shown = new Set(said.map(({ part }) => (part.type === 'file' || part.type === 'image' ? part.attachment : '')));
  const owner = said.find(({ by }) => by !== null)?.by ?? null;
  const files: SpokenPart[] = [];
  for (const file of arrayOf(message['files']).filter(isObject)) {
    const part = attach(file, attachments);
    if (part.type === 'unknown' || !shown.has(part.attachment)) files.push({ by: owner, part });
  }
  // Files of a node that holds question and answer belong to the question, which stands first.
  const at = said.findIndex(({ by }) => by !== null && by !== owner);
  said.splice(at === -1 ? said.length : at, 0, ...files);
  for (const part of cited.parts()) said.push({ by: 'assistant', part });
  return said;
}

function flat(message: JsonObject, said: SpokenPart[], answer: (text: string) => void): void {
  const isUser = /^(user|human)$/i.test(textOf(message['role']) ?? '');
  if (Array.isArray(message['search_results'])) search({ results: message['search_results'] }, said);
  const thinking = textOf(message['thinking_content']);
  if (thinking !== null) said.push({ by: 'assistant', part: thought(thinking, numberOf(message['thinking_elapsed_secs'])) });
  const content = textOf(message['content']);
  if (content === null) return;
  if (isUser) said.push({ by: 'user', part: { type: 'text', text: content } });
  else if (typeof message['role'] === 'string') answer(content);
  else said.push({ by: null, part: { type: 'text', text: content } });
}

function thought(text: string, seconds: number | null): Part {
  return { type: 'thinking', text, ...(seconds !== null && seconds > 0 ? { durationMs: Math.round(seconds * 1000) } : {}) };
}

function search(fragment: JsonObject, said: SpokenPart[]): void {
  const queries = arrayOf(fragment['queries'])
    .map((query) => textOf(query) ?? textOf(objectOf(query)['query']))
    .filter((query) => query !== null);
  const query = textOf(fragment['query']) ?? textOf(fragment['content']);
  const pages = arrayOf(fragment['results']).filter(isObject);
  const callId = derivedId('search', ...queries, query, ...pages.map((page) => textOf(page['url'])));
  const input: Json = queries.length > 0 ? { queries } : query === null ? {} : { query };
  said.push({ by: 'assistant', part: { type: 'tool-call', callId, name: 'web_search', input } });
  if (pages.length > 0 || Array.isArray(fragment['results']))
    said.push({
      by: 'assistant',
      part: { type: 'tool-result', callId, text: pagesText(pages), outcome: 'unknown', details: links(pages) },
    });
}

function opened(fragment: JsonObject, said: SpokenPart[]): void {
  const result = objectOf(fragment['result']);
  const pages = [...arrayOf(fragment['results']).filter(isObject), ...(isObject(fragment['result']) ? [result] : [])];
  const url = textOf(fragment['url']) ?? textOf(result['url']) ?? textOf(pages[0]?.['url']);
  const callId = derivedId('open', url, ...pages.map((page) => textOf(page['url'])), rawOf(fragment['id']));
  said.push({ by: 'assistant', part: { type: 'tool-call', callId, name: 'open_url', input: url === null ? {} : { url } } });
  const content = textOf(fragment['content']) ?? (typeof fragment['result'] === 'string' ? fragment['result'] : null);
  const text = [pagesText(pages), content ?? ''].filter((piece) => piece !== '').join('\n\n');
  if (text !== '')
    said.push({ by: 'assistant', part: { type: 'tool-result', callId, text, outcome: 'unknown', details: links(pages) } });
}

function pagesText(pages: readonly JsonObject[]): string {
  return pages
    .map((page) =>
      [textOf(page['title']), textOf(page['url']), textOf(page['snippet'])].filter((line) => line !== null).join('\n'),
    )
    .filter((page) => page !== '')
    .join('\n\n');
}

function links(pages: readonly JsonObject[]): Json {
  return { links: pages.slice(0, 100).map((page) => ({ title: textOf(page['title']), url: textOf(page['url']) })) };
}

/** What `[citation:n]` stands for: the page that says so, else the n-th that was found. */
function numberedSources(holders: readonly JsonObject[]): ReadonlyMap<number, CitedSource> {
  const found: CitedSource[] = [];
  const numbered = new Map<number, CitedSource>();
  for (const holder of holders) {
    for (const page of [...arrayOf(holder['results']), ...arrayOf(holder['search_results'])]) {
      if (!isObject(page)) continue;
      const source = { url: textOf(page['url']), title: textOf(page['title']), text: textOf(page['snippet']) };
      found.push(source);
      const number = numberOf(page['cite_index']);
      if (number !== null && !numbered.has(number)) numbered.set(number, source);
    }
  }
  for (const [index, source] of found.entries()) if (!numbered.has(index + 1)) numbered.set(index + 1, source);
  return numbered;
}

function filesOf(fragment: JsonObject): readonly JsonObject[] {
  const files = arrayOf(fragment['files']).filter(isObject);
  return files.length > 0 ? files : [fragment];
}

function attach(file: JsonObject, attachments: AttachmentList): FilePart | ImagePart | UnknownPart {
  const name = textOf(file['file_name']) ?? textOf(file['name']);
  const id = idOf(file['file_id']) ?? idOf(file['id']) ?? name;
  if (id === null) return { type: 'unknown', kind: 'FILE', data: jsonOf(file) };
  const size = numberOf(file['file_size']) ?? numberOf(file['size']);
  return attachments.part(id, { name, size }, { text: stringOf(file['content']) });
}
