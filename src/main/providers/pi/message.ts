import {
  arrayOf,
  booleanOf,
  isObject,
  jsonOf,
  type JsonObject,
  numberOf,
  objectOf,
  stringOf,
  textOf,
} from '../../../shared/json.ts';
import type { Json, Part, Usage } from '../../../shared/model.ts';
import { decodeBase64 } from '../reading/base64.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { type MessageList, type Said, toolResult } from '../reading/message-list.ts';
import { priced, usageOf } from '../reading/usage.ts';

/** What an agent's message becomes, by its role. Source: formats, §8.11. */
export function saidOf(
  message: JsonObject,
  nativeId: string,
  list: MessageList,
  drift: DriftCounter,
): Omit<Said, 'parent' | 'createdAt'> {
  const role = stringOf(message['role']) ?? '';
  const blocks = (foreign: boolean): readonly Part[] => blocksOf(message['content'], nativeId, list, drift, foreign);
  switch (role) {
    case 'user':
      return { nativeId, role: 'user', origin: 'person', parts: blocks(false) };
    case 'assistant':
      return {
        ...assistant(message),
        nativeId,
        role: 'assistant',
        origin: 'assistant',
        parts: withError(blocks(false), message),
      };
    case 'toolResult':
      return {
        nativeId,
        role: 'tool',
        origin: 'tool',
        author: textOf(message['toolName']),
        parts: resultOf(message, blocks(false)),
      };
    case 'bashExecution':
      return bash(message, nativeId);
    case 'custom':
    case 'hookMessage':
      return injected(nativeId, blocks(true), message['display'] === false);
    case 'branchSummary':
    case 'compactionSummary':
      return injected(nativeId, summaryParts(message['summary']), false);
    default:
      drift.type('message.role', role, message);
      return { nativeId, role: 'system', origin: 'system', parts: [{ type: 'unknown', kind: role, data: jsonOf(message) }] };
  }
}

/** Text that stands for what was left out of the context. */
export function summaryParts(summary: unknown): readonly Part[] {
  return [{ type: 'text', text: stringOf(summary) ?? '', source: 'injected' }];
}

function injected(nativeId: string, parts: readonly Part[], hidden: boolean): Omit<Said, 'parent' | 'createdAt'> {
  return { nativeId, role: 'user', origin: 'injected', hidden, parts };
}

function assistant(message: JsonObject): { readonly model: string | null; readonly usage: Usage | null } {
  return { model: textOf(message['model']), usage: tokensOf(message['usage']) };
}

/** pi counts what came from a cache apart from the input. */
export function tokensOf(value: unknown): Usage | null {
  const usage = objectOf(value);
  const count = (key: string): number | null => numberOf(usage[key]);
  const tokens = usageOf(count('input'), count('output'), count('cacheRead'), count('cacheWrite'));
  return priced(tokens, objectOf(usage['cost'])['total']);
}

function withError(parts: readonly Part[], message: JsonObject): readonly Part[] {
  const error = textOf(message['errorMessage']);
  return error === null ? parts : [...parts, { type: 'text', text: error, source: 'injected' }];
}

function resultOf(message: JsonObject, blocks: readonly Part[]): readonly Part[] {
  const texts = blocks.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const failed = booleanOf(message['isError']);
  const outcome = failed === null ? 'unknown' : failed ? 'error' : 'ok';
  const callId = stringOf(message['toolCallId']) ?? '';
  const result = toolResult(callId, texts.join('\n'), outcome, detailsOf(message['details']));
  return [result, ...blocks.filter((part) => part.type !== 'text')];
}

/** A patch and counts; what is long stands in the text already. */
function detailsOf(value: unknown): Json | undefined {
  if (!isObject(value)) return undefined;
  const small = Object.entries(value).filter(([, item]) =>
    typeof item === 'string' ? item.length <= 4000 : typeof item === 'number' || typeof item === 'boolean',
  );
  return small.length === 0 ? undefined : jsonOf(Object.fromEntries(small));
}

/** A command that the person ran by `!`, with what it printed. */
function bash(message: JsonObject, nativeId: string): Omit<Said, 'parent' | 'createdAt'> {
  const command = stringOf(message['command']) ?? '';
  const exitCode = numberOf(message['exitCode']);
  const outcome = exitCode === null ? 'unknown' : exitCode === 0 ? 'ok' : 'error';
  const details: Record<string, Json> = {};
  if (exitCode !== null) details['exitCode'] = exitCode;
  if (message['cancelled'] === true) details['interrupted'] = true;
  if (message['truncated'] === true) details['truncated'] = true;
  const callId = `${nativeId}/bash`;
  const mark = message['excludeFromContext'] === true ? '!!' : '!';
  return {
    nativeId,
    role: 'user',
    origin: 'person',
    parts: [
      { type: 'text', text: `${mark}${command}`, source: 'command' },
      { type: 'tool-call', callId, name: 'bash', input: { command } },
      toolResult(callId, stringOf(message['output']) ?? '', outcome, Object.keys(details).length === 0 ? undefined : details),
    ],
  };
}

/** Blocks of content; a bare string is a text. `foreign`: nobody typed it. */
export function blocksOf(
  content: unknown,
  owner: string,
  list: MessageList,
  drift: DriftCounter,
  foreign: boolean,
): readonly Part[] {
  const parts: Part[] = [];
  const say = (text: string): void => {
    parts.push(foreign ? { type: 'text', text, source: 'injected' } : { type: 'text', text });
  };
  if (typeof content === 'string') say(content);
  for (const block of arrayOf(content)) {
    if (typeof block === 'string') {
      say(block);
      continue;
    }
    const data = objectOf(block);
    const type = stringOf(data['type']) ?? '';
    if (type === 'text') say(stringOf(data['text']) ?? '');
    else if (type === 'thinking') parts.push({ type: 'thinking', text: stringOf(data['thinking']) ?? '' });
    else if (type === 'toolCall') {
      const callId = textOf(data['id']) ?? `${owner}/call-${parts.length}`;
      parts.push({ type: 'tool-call', callId, name: stringOf(data['name']) ?? '', input: jsonOf(data['arguments']) });
    } else if (type === 'image') {
      const encoded = textOf(data['data']);
      const bytes = encoded === null ? null : decodeBase64(encoded);
      parts.push(list.file(owner, { name: null, mime: textOf(data['mimeType']) ?? 'image/png', bytes }));
    } else {
      drift.type('content.type', type, block);
      parts.push({ type: 'unknown', kind: type === '' ? 'block' : type, data: jsonOf(block) });
    }
  }
  if (content !== undefined && content !== null && typeof content !== 'string' && !Array.isArray(content)) {
    drift.type('content', typeof content, content);
    parts.push({ type: 'unknown', kind: 'content', data: jsonOf(content) });
  }
  return parts;
}
