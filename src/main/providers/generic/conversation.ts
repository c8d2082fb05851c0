import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { MediaShelf } from '../reading/media-shelf.ts';
import { idOf, type ConversationResult } from '../reading/record-reader.ts';
import { timesOf, Transcript } from '../reading/transcript.ts';
import { groupOf, isLeft, likelyKeys, likelyMessage, messagesIn, pairIn, type Pair } from './shape.ts';

/** Reads whatever looks like a conversation; null when nothing does. `name`: of the entry. */
export function readConversation(value: unknown, name: string, drift: DriftCounter): ConversationResult | null {
  if (Array.isArray(value)) return ofMessages({}, value, '', name, drift);
  if (!isObject(value)) return null;
  const found = messagesIn(value);
  if (found !== null) return ofMessages(value, found.messages, found.key, name, drift);
  const pair = pairIn(value);
  if (pair !== null) return ofPair(value, pair, name, drift);
  const left = messagesIn(value, isLeft);
  if (left !== null) return ofMessages(value, left.messages, left.key, name, drift);
  // A single message of a file whose others have told what they are.
  return likelyMessage(value) === null ? null : ofMessages({}, [value], '', name, drift);
}

function ofMessages(
  value: JsonObject,
  messages: readonly unknown[],
  key: string,
  name: string,
  drift: DriftCounter,
): ConversationResult {
  const transcript = new Transcript(drift, likelyKeys);
  const likely = messages.map(likelyMessage);
  const texts = likely.map((message) => message?.content);
  const shelf = new MediaShelf(value, name, texts);
  for (const path of shelf.paths) transcript.mark(path);
  const system = textOf(value['system']);
  if (system !== null) addText(transcript, 'system', system);
  for (const [index, item] of messages.entries()) {
    const where = `${key}[${index}]`;
    const message = likely[index] ?? null;
    if (!isObject(item) || message === null) transcript.broken(item, where);
    else if (shelf.empty || message.role !== 'user') transcript.add({ ...message, raw: item }, where);
    else {
      transcript.add({ role: 'user', content: null, raw: item }, where, undefined, undefined, (id) =>
        shelf.fill(message.content, id, transcript, drift),
      );
    }
  }
  return resultOf(value, transcript, groupOf(messages[0]));
}

/** Alpaca: what was said before is in `history`, pairs of question and answer. */
function ofPair(value: JsonObject, pair: Pair, name: string, drift: DriftCounter): ConversationResult {
  const transcript = new Transcript(drift);
  const shelf = new MediaShelf(value, name, pair.said);
  for (const path of shelf.paths) transcript.mark(path);
  const system = textOf(value['system']);
  if (system !== null) addText(transcript, 'system', system);
  for (const turn of arrayOf(value['history'])) {
    const [said, answered] = arrayOf(turn);
    if (typeof said === 'string') addText(transcript, 'user', said);
    if (typeof answered === 'string') addText(transcript, 'assistant', answered);
  }
  const raw = { role: 'user', content: pair.said };
  transcript.add({ ...raw, content: shelf.empty ? pair.said : null, raw }, '', undefined, undefined, (id) =>
    shelf.empty ? [] : shelf.fill(pair.said, id, transcript, drift),
  );
  addText(transcript, 'assistant', pair.answered);
  return resultOf(value, transcript, null);
}

function addText(transcript: Transcript, role: string, content: string): void {
  transcript.add({ role, content, raw: { role, content } }, role);
}

function resultOf(value: JsonObject, transcript: Transcript, group: string | null): ConversationResult {
  const inner = objectOf(value['conversation'] ?? value['chat'] ?? value['data']);
  const title = (at: JsonObject): string | null =>
    textOf(at['title']) ?? textOf(at['name']) ?? textOf(at['topic']) ?? textOf(at['subject']);
  const times = timesOf(value);
  const last = transcript.list.messages.at(-1)?.createdAt ?? null;
  return transcript.result({
    id: idOf(value['id']) ?? idOf(value['uuid']) ?? groupOf(value) ?? idOf(inner['id']) ?? group,
    title: title(value) ?? title(inner),
    model: textOf(value['model']) ?? textOf(inner['model']),
    createdAt: times.created ?? transcript.list.messages[0]?.createdAt ?? null,
    updatedAt: times.updated ?? last,
  });
}
