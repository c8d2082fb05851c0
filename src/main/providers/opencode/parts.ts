import { arrayOf, isObject, jsonOf, type JsonObject, numberOf, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Json, Outcome, Part, Usage } from '../../../shared/model.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { type MessageList, toolResult } from '../reading/message-list.ts';
import { priced, usageOf } from '../reading/usage.ts';
import { duration } from './source.ts';

/** Parts that say how a response was made, and nothing in it. */
const STATE = new Set(['step-start', 'step-finish', 'snapshot', 'patch', 'agent', 'compaction']);

export interface PartContext {
  readonly owner: string;
  readonly list: MessageList;
  readonly drift: DriftCounter;
}

/** A part of a message, of any type. Source: formats, §8.6. */
export function partsOf(part: JsonObject, context: PartContext): readonly Part[] {
  const type = stringOf(part['type']) ?? '';
  switch (type) {
    case 'text': {
      const text = stringOf(part['text']) ?? '';
      return [part['synthetic'] === true ? { type: 'text', text, source: 'injected' } : { type: 'text', text }];
    }
    case 'reasoning':
      return [thinking(part)];
    case 'tool':
      return toolParts(part, context);
    case 'file':
      return [filePart(part, context)];
    case 'subtask': {
      const text = textOf(part['prompt']) ?? textOf(part['description']) ?? '';
      return [{ type: 'text', text, source: typeof part['command'] === 'string' ? 'command' : 'injected' }];
    }
    case 'retry':
      return noticeOf(part['error']);
  }
  if (STATE.has(type)) return [];
  context.drift.type('part.type', type, part);
  return [{ type: 'unknown', kind: type === '' ? 'part' : type, data: jsonOf(part) }];
}

export function thinking(part: JsonObject): Part {
  const durationMs = duration(part['time']);
  const text = stringOf(part['text']) ?? '';
  return durationMs === null ? { type: 'thinking', text } : { type: 'thinking', text, durationMs };
}

export function filePart(part: JsonObject, { owner, list }: PartContext): Part {
  const url = textOf(part['url']) ?? textOf(part['uri']);
  const source = objectOf(part['source']);
  const path = textOf(source['path']) ?? (url !== null && !url.startsWith('data:') ? url : null);
  const name = textOf(part['filename']) ?? textOf(part['name']) ?? path;
  const text = textOf(objectOf(source['text'])['value']);
  // A mention (`@file`) is repeated in the prompt; only what is more than that is the file's text.
  return list.file(owner, { name, mime: textOf(part['mime']), url, text: text !== null && text.startsWith('@') ? null : text });
}

/** The call, and its result once there is one. */
export function toolParts(part: JsonObject, context: PartContext): readonly Part[] {
  const state = objectOf(part['state']);
  const name = textOf(part['tool']) ?? textOf(part['name']) ?? '';
  const metadata = objectOf(state['metadata'] ?? state['structured']);
  const callId = textOf(part['callID']) ?? textOf(part['id']) ?? `${context.owner}/call`;
  const title = titleOf(state);
  const thread = textOf(metadata['sessionId']) ?? textOf(metadata['sessionID']);
  const call: Part = {
    type: 'tool-call',
    callId,
    name,
    input: jsonOf(state['input']),
    ...(title === null || title.length > 200 ? {} : { title }),
    ...(thread === null ? {} : { thread }),
  };
  const status = stringOf(state['status']) ?? '';
  if (status !== 'completed' && status !== 'error') return [call];
  const files = [
    ...arrayOf(state['attachments']),
    ...arrayOf(state['content']).filter((item) => objectOf(item)['type'] === 'file'),
  ];
  return [
    call,
    toolResult(callId, outputOf(state), outcomeOf(status, name, metadata), detailsOf(metadata)),
    ...files.filter(isObject).map((file) => filePart(file, context)),
  ];
}

/** The program's line for a call, unless the input says the same again. */
function titleOf(state: JsonObject): string | null {
  const title = textOf(state['title']);
  if (title === null || /^\d+ todos$/.test(title)) return null;
  const { description, ...input } = objectOf(state['input']);
  const repeated = Object.values(input).some((value) => typeof value === 'string' && value.includes(title));
  return repeated && description !== title ? null : title;
}

/** A call of a tool that does not exist is written down as a completed call of `invalid`; a command's exit code is stated beside it. */
function outcomeOf(status: string, name: string, metadata: JsonObject): Outcome {
  if (status === 'error' || name === 'invalid') return 'error';
  const exit = numberOf(metadata['exit']);
  return exit === null || exit === 0 ? 'ok' : 'error';
}

function outputOf(state: JsonObject): string {
  const { error } = state;
  const failed = isObject(error) ? textOf(error['message']) : textOf(error);
  const output = stringOf(state['output']);
  const content = arrayOf(state['content']).flatMap((item) => textOf(objectOf(item)['text']) ?? []);
  return output ?? (content.length > 0 ? content.join('\n') : null) ?? failed ?? '';
}

/** Longest text kept in details; what a tool printed is whole in the text. */
const LONGEST = 600;

function detailsOf(metadata: JsonObject): Json | undefined {
  const details: Record<string, Json> = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (key === 'output' || key === 'preview' || key === 'sessionId' || key === 'sessionID' || key === '__proto__') continue;
    const small =
      typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= LONGEST);
    if (small && value !== '') details[key === 'exit' ? 'exitCode' : key] = jsonOf(value);
  }
  return Object.keys(details).length === 0 ? undefined : details;
}

/** What went wrong, in the program's own words. */
export function noticeOf(error: unknown): readonly Part[] {
  if (error === undefined || error === null) return [];
  const data = objectOf(objectOf(error)['data']);
  const text = textOf(error) ?? textOf(data['message']) ?? textOf(objectOf(error)['message']) ?? textOf(objectOf(error)['name']);
  return text === null ? [] : [{ type: 'text', text, source: 'injected' }];
}

/**
 * Tokens and cost of a response: the message's own, else those of its steps. Reasoning is part of the output where the stated total says that it
 * is counted beside it.
 */
export function tokensOf(info: JsonObject, parts: readonly JsonObject[]): Usage | null {
  const steps = parts.filter((part) => part['type'] === 'step-finish');
  const costs = steps.flatMap((step) => numberOf(step['cost']) ?? []);
  const cost = numberOf(info['cost']) ?? (costs.length === 0 ? null : costs.reduce((total, one) => total + one, 0));
  const used = steps.flatMap((step) => usageIn(step['tokens']) ?? []);
  const sum = (count: (step: Usage) => number): number => used.reduce((total, step) => total + count(step), 0);
  const own = usageIn(info['tokens']);
  const ofSteps = (): Usage | null =>
    usageOf(
      sum(({ input }) => input),
      sum(({ output }) => output),
      sum(({ cacheRead }) => cacheRead),
      sum(({ cacheWrite }) => cacheWrite),
    );
  return priced(own ?? ofSteps(), cost);
}

export function usageIn(value: unknown): Usage | null {
  const tokens = objectOf(value);
  const cache = objectOf(tokens['cache']);
  const count = (from: JsonObject, key: string): number => numberOf(from[key]) ?? 0;
  const [input, output, reasoning] = [count(tokens, 'input'), count(tokens, 'output'), count(tokens, 'reasoning')];
  const [read, write] = [count(cache, 'read'), count(cache, 'write')];
  const beside = numberOf(tokens['total']) === input + output + reasoning + read + write;
  return usageOf(input, beside ? output + reasoning : output, read, write);
}
