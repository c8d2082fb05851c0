import { arrayOf, isObject, numberOf, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Part, Role } from '../../../shared/model.ts';
import type { ParsedMessage } from '../../../shared/parsed.ts';
import type { DriftCounter } from '../reading/drift.ts';
import type { GoogleParts } from '../reading/google-parts.ts';
import { usageOf } from '../reading/usage.ts';
import { knownKeys } from './known-keys.ts';

/** What a chunk of a prompt says, before it has its place. */
export type Said = Pick<ParsedMessage, 'role' | 'origin' | 'createdAt' | 'usage' | 'parts'>;

/** Null: it says nothing. */
export function readChunk(chunk: JsonObject, google: GoogleParts, drift: DriftCounter): Said | null {
  drift.fields(chunk, knownKeys.chunk, 'chunk');
  const parts = [...searchesOf(chunk, google), ...wordsOf(chunk, google), ...fieldsOf(chunk, google)];
  const error = chunk['errorMessage'];
  const failed = typeof error === 'string' ? error : (textOf(objectOf(error)['message']) ?? '');
  if (failed !== '') parts.push({ type: 'text', text: failed, source: 'injected' });
  if (parts.length === 0) return null;
  const role = roleOf(chunk, parts, drift);
  const tokens = numberOf(chunk['tokenCount']);
  return {
    role,
    origin: role === 'user' ? 'person' : role,
    createdAt: timeOf(chunk['createTime']),
    // A prompt states what each chunk came to, never what a request did: the input of a response is not in it.
    usage: role === 'assistant' ? usageOf(null, tokens) : null,
    parts,
  };
}

function roleOf(chunk: JsonObject, parts: readonly Part[], drift: DriftCounter): Role {
  const role = textOf(chunk['role'])?.toLowerCase() ?? null;
  if (parts.every((part) => part.type === 'tool-result')) return 'tool';
  if (role === 'user' || role === 'human') return 'user';
  if (role === 'model' || role === 'assistant') return 'assistant';
  if (role === 'system' || role === 'tool') return role;
  if (role !== null) drift.type('chunk.role', role, role);
  // A container that says something: only the model thinks, finishes and runs programs.
  return 'isThought' in chunk || 'finishReason' in chunk || 'executableCode' in chunk ? 'assistant' : 'system';
}

/** Text and parts. `text` repeats what the parts say; where it says more (a thought goes on after its part), it is the one to keep. */
function wordsOf(chunk: JsonObject, google: GoogleParts): Part[] {
  const whole = textOf(chunk['text']);
  const isThought = chunk['isThought'] === true;
  const inner = arrayOf(chunk['parts']).flatMap((part) => google.read(part));
  if (isThought)
    for (const [index, part] of inner.entries()) if (part.type === 'text') inner[index] = { type: 'thinking', text: part.text };
  if (whole === null) return inner;
  const isSaid = (part: Part): boolean => part.type === 'text' || (isThought && part.type === 'thinking');
  const said = textIn(inner.filter(isSaid));
  if (said === whole || textIn(inner) === whole || said.length > whole.length) return inner;
  const own: Part = isThought ? { type: 'thinking', text: whole } : { type: 'text', text: whole };
  const at = inner.findIndex(isSaid);
  const rest = inner.filter((part) => !isSaid(part));
  const before =
    at === -1
      ? rest.filter((part) => part.type === 'thinking').length
      : inner.slice(0, at).filter((part) => !isSaid(part)).length;
  return [...rest.slice(0, before), own, ...rest.slice(before)];
}

function textIn(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'text' || part.type === 'thinking' ? part.text : '')).join('');
}

/** What was looked for before the answer. */
function searchesOf(chunk: JsonObject, google: GoogleParts): Part[] {
  const queries = arrayOf(objectOf(chunk['grounding'])['webSearchQueries']).filter((query) => typeof query === 'string');
  return queries.length === 0 ? [] : [google.open(null, 'google_search', { queries })];
}

/** What stands beside the words: files, links, programs and what they printed, sources. */
function fieldsOf(chunk: JsonObject, google: GoogleParts): Part[] {
  const parts: Part[] = [];
  for (const [key, type] of driveFields) {
    const file = chunk[key];
    const id = isObject(file) ? textOf(file['id']) : null;
    if (isObject(file) && id !== null) {
      const name = textOf(file['name']) ?? textOf(file['displayName']) ?? textOf(file['title']);
      parts.push(typed(google.refer(`drive:${id}`, name, textOf(file['mimeType'])), type));
    }
  }
  parts.push(...google.files(chunk));
  for (const key of ['inlineAudio', 'inlineVideo']) {
    const file = chunk[key];
    if (isObject(file)) parts.push(google.inline(file));
  }
  const video = textOf(objectOf(chunk['youtubeVideo'])['id']);
  if (video !== null)
    parts.push({ type: 'citation', url: `https://www.youtube.com/watch?v=${encodeURIComponent(video)}`, title: 'YouTube' });
  parts.push(...google.tools(chunk));
  parts.push(...citationsOf(objectOf(chunk['grounding'])), ...arrayOf(chunk['citations']).flatMap(citationOf));
  return parts;
}

const driveFields = [
  ['driveDocument', 'file'],
  ['driveImage', 'image'],
  ['driveAudio', 'file'],
  ['driveVideo', 'file'],
] as const;

/** The field says that it is a picture, where nothing says its type. */
function typed(part: Part, type: 'file' | 'image'): Part {
  if (part.type !== 'file' || type === 'file') return part;
  return { type: 'image', attachment: part.attachment, name: part.name, mime: part.mime };
}

function citationsOf(grounding: JsonObject): Part[] {
  const seen = new Set<string>();
  const chunks = arrayOf(grounding['groundingChunks']).map((item) => objectOf(item)['web']);
  return [...arrayOf(grounding['groundingSources']), ...chunks].flatMap(citationOf).filter((part) => {
    const key = part.type === 'citation' ? (part.url ?? '') : '';
    return !seen.has(key) && seen.add(key);
  });
}

/** `{uri, title?, text?}`. */
export function citationOf(value: unknown): Part[] {
  const source = objectOf(value);
  const url = textOf(source['uri']) ?? textOf(source['url']);
  const title = textOf(source['title']);
  if (url === null && title === null) return [];
  const text = textOf(source['text']);
  return [{ type: 'citation', url, title, ...(text === null ? {} : { text }) }];
}
