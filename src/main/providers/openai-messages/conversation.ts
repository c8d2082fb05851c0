import { arrayOf, isObject, textOf, type JsonObject } from '../../../shared/json.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { MediaShelf } from '../reading/media-shelf.ts';
import { idOf, type ConversationResult } from '../reading/record-reader.ts';
import { timesOf, Transcript, type Answered } from '../reading/transcript.ts';
import { tokensOf } from '../reading/usage.ts';

const known = new Set(
  `messages choices request response body id conversation_id chat_id session_id uuid custom_id title name model created created_at timestamp
  updated_at object usage system_fingerprint service_tier system tools tool_choice functions function_call temperature top_p max_tokens
  max_completion_tokens stream stream_options stop n seed user metadata response_format parallel_tool_calls reasoning_effort reasoning thinking
  images videos audios chosen rejected type role content stop_reason stop_sequence error method url status_code request_id`.split(
    /\s+/,
  ),
);

/** A bare list of messages. */
export function ofMessages(messages: readonly unknown[], name: string, drift: DriftCounter): ConversationResult {
  return ofObject({ messages }, name, drift);
}

/** Makes a conversation of an object with messages, or of a request and its answer. `name`: of the entry. Source: formats §8.12. */
export function ofObject(value: JsonObject, name: string, drift: DriftCounter): ConversationResult {
  drift.fields(value, known, 'conversation');
  const layers = layersOf(value);
  const first = <T>(read: (layer: JsonObject) => T | null): T | null => {
    for (const layer of layers) {
      const found = read(layer);
      if (found !== null) return found;
    }
    return null;
  };
  const transcript = new Transcript(drift);
  const messages = first((layer) => (Array.isArray(layer['messages']) ? layer['messages'] : null)) ?? [];
  const shelf = new MediaShelf(
    value,
    name,
    messages.map((item) => (isObject(item) ? item['content'] : null)),
  );
  for (const path of shelf.paths) transcript.mark(path);
  const system = first((layer) => layer['system'] ?? null);
  if (typeof system === 'string' || Array.isArray(system)) {
    transcript.add({ role: 'system', content: system, raw: { role: 'system', content: system } }, 'system');
  }
  for (const [index, item] of messages.entries()) {
    const where = `messages[${index}]`;
    if (!isObject(item)) transcript.broken(item, where);
    else if (shelf.empty || !isPersons(item)) transcript.add({ role: item['role'], content: item['content'], raw: item }, where);
    else
      transcript.add({ role: item['role'], content: null, raw: item }, where, undefined, undefined, (id) =>
        shelf.fill(item['content'], id, transcript, drift),
      );
  }
  const activeLeaf = addAnswers(layers, value, transcript);
  const times = timesOf(first((layer) => (timesOf(layer).created === null ? null : layer)) ?? {});
  return transcript.result({
    id: first(namedBy),
    title: first((layer) => textOf(layer['title'])),
    model: first((layer) => textOf(layer['model'])),
    createdAt: times.created,
    updatedAt: first((layer) => timesOf(layer).updated),
    activeLeaf,
  });
}

/** The object and what logs and batches wrap: `request`, `response`, `body`. */
function layersOf(value: JsonObject): readonly JsonObject[] {
  const layers = [value];
  for (const key of ['request', 'response', 'body']) {
    const inner = value[key];
    if (!isObject(inner)) continue;
    layers.push(inner);
    if (isObject(inner['body'])) layers.push(inner['body']);
  }
  return layers;
}

function namedBy(layer: JsonObject): string | null {
  for (const key of ['id', 'conversation_id', 'chat_id', 'session_id', 'uuid', 'custom_id']) {
    const id = idOf(layer[key]);
    if (id !== null) return id;
  }
  return null;
}

function isPersons(item: JsonObject): boolean {
  return item['role'] === 'user' && (typeof item['content'] === 'string' || Array.isArray(item['content']));
}

/** Adds what was answered: several choices, or a chosen and a rejected answer, are alternatives, and the first is shown. Its id. */
function addAnswers(layers: readonly JsonObject[], value: JsonObject, transcript: Transcript): string | null {
  const parent = transcript.list.last;
  const added: string[] = [];
  const add = (raw: JsonObject, where: string, answer?: Answered): void => {
    const id = transcript.add({ role: raw['role'], content: raw['content'], raw }, where, answer, parent);
    if (id !== null) added.push(id);
  };
  for (const layer of layers) {
    const answer: Answered = {
      model: textOf(layer['model']),
      createdAt: timesOf(layer).created,
      usage: tokensOf(layer['usage']),
    };
    for (const [index, choice] of arrayOf(layer['choices']).entries()) {
      const message = isObject(choice) ? choice['message'] : null;
      const where = `choices[${index}]`;
      // Tokens are of the whole response: they are counted once.
      if (isObject(message)) add(message, where, index === 0 ? answer : { ...answer, usage: null });
      else transcript.broken(choice, where);
    }
    if (layer['type'] === 'message' && layer['role'] === 'assistant' && Array.isArray(layer['content'])) {
      const raw = { id: layer['id'], role: 'assistant', content: layer['content'] };
      add(raw, 'response', answer);
    }
  }
  for (const key of ['chosen', 'rejected']) {
    const preferred = value[key];
    if (isObject(preferred)) add(preferred, key);
    else if (preferred !== undefined && !Array.isArray(preferred) && preferred !== null)
      transcript.broken({ [key]: rawOf(preferred) }, key);
  }
  return added.length > 1 ? (added[0] ?? null) : null;
}
