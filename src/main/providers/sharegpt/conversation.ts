import { isObject, jsonOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { jsonInText } from '../reading/json-text.ts';
import { MediaShelf } from '../reading/media-shelf.ts';
import { idOf, type ConversationResult } from '../reading/record-reader.ts';
import { timesOf, Transcript, type Line } from '../reading/transcript.ts';
import { htmlText, isHtml } from './html-text.ts';
import { turnKeys } from './judge.ts';

const known = new Set(
  `id conversations items conversation system tools title model created created_at timestamp updated_at images videos audios chosen rejected
  source lang language category dataset idx hash`.split(/\s+/),
);

/** Makes a conversation of turns that say `from` and `value`; null where there are none. Source: formats §8.12. */
export function readConversation(value: JsonObject, name: string, drift: DriftCounter): ConversationResult | null {
  const turns = turnKeys.map((key) => value[key]).find((turns): turns is unknown[] => Array.isArray(turns));
  if (turns === undefined) return null;
  drift.fields(value, known, 'conversation');
  const transcript = new Transcript(drift, ['from', 'value', 'text', 'markdown', 'html']);
  const system = textOf(value['system']);
  if (system !== null) transcript.add({ role: 'system', content: system, raw: { from: 'system', value: system } }, 'system');
  const shelf = new MediaShelf(
    value,
    name,
    turns.map((turn) => (isObject(turn) ? turn['value'] : null)),
  );
  for (const path of shelf.paths) transcript.mark(path);
  for (const [index, turn] of turns.entries()) addTurn(transcript, turn, `conversations[${index}]`, shelf, drift);
  const parent = transcript.list.last;
  const answers = ['chosen', 'rejected'].flatMap((key) => {
    const answer = value[key];
    return isObject(answer) ? (transcript.add(lineOf(answer), key, undefined, parent) ?? []) : [];
  });
  const { created, updated } = timesOf(value);
  return transcript.result({
    id: idOf(value['id']),
    title: textOf(value['title']),
    model: textOf(value['model']),
    createdAt: created,
    updatedAt: updated,
    activeLeaf: answers[0] ?? null,
  });
}

function addTurn(transcript: Transcript, turn: unknown, where: string, shelf: MediaShelf, drift: DriftCounter): void {
  if (!isObject(turn)) {
    transcript.broken(turn, where);
    return;
  }
  const from = turn['from'] ?? turn['role'];
  const line = lineOf(turn);
  if (from === 'function_call' || from === 'tool_call') {
    const calls = callsOf(line.content);
    transcript.add({ role: 'assistant', content: null, raw: turn }, where, undefined, undefined, (id) =>
      calls.map((call, place) => callPart(call, `call-${derivedId(id, place)}`)),
    );
  } else if (!shelf.empty && (from === 'human' || from === 'user')) {
    transcript.add({ ...line, content: null }, where, undefined, undefined, (id) =>
      shelf.fill(line.content, id, transcript, drift),
    );
  } else transcript.add(line, where);
}

function lineOf(turn: JsonObject): Line {
  const value = turn['value'] ?? turn['content'] ?? turn['text'] ?? turn['markdown'];
  const content =
    typeof value === 'string' && isHtml(value) ? htmlText(value) : isObject(value) ? JSON.stringify(jsonOf(value)) : value;
  return { role: turn['from'] ?? turn['role'], content, raw: turn };
}

/** The calls in the value of a turn: JSON, also several in a list or one after the other. */
function callsOf(content: unknown): readonly unknown[] {
  const value = typeof content === 'string' ? jsonInText(content) : content;
  return Array.isArray(value) ? value : [value];
}

function callPart(call: unknown, callId: string): Part {
  const told = isObject(call) && isObject(call['function']) ? call['function'] : call;
  if (!isObject(told)) return { type: 'tool-call', callId, name: 'function', input: jsonOf(told) };
  const stated = isObject(call) ? textOf(call['id']) : null;
  const name = stringOf(told['name']) ?? 'function';
  return {
    type: 'tool-call',
    callId: stated ?? callId,
    name,
    input: jsonInText(told['arguments'] ?? told['parameters'] ?? null),
  };
}
