import { arrayOf, isObject, jsonOf, type JsonObject, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Outcome, Part } from '../../../shared/model.ts';
import type { ParsedConversation, ParsedIssue } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { valueInText } from '../reading/json-text.ts';
import { MessageList, timeSpan, toolResult } from '../reading/message-list.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { usageOf } from '../reading/usage.ts';

interface Span {
  readonly id: string;
  readonly time: number | null;
  readonly status: number | null;
  readonly facts: ReadonlyMap<string, unknown>;
}

interface Spans {
  readonly conversations: readonly ParsedConversation[];
  readonly ignored: number;
}

/**
 * Conversations in the traces that Visual Studio writes: one for each conversation and run of the program, since a trace does not say
 * what was said before it. Source: formats, §8.8, and OpenTelemetry's conventions for `gen_ai`.
 */
export function conversationsInSpans(bytes: Uint8Array, issues: ParsedIssue[]): Spans {
  const groups = new Map<string, Span[]>();
  let ignored = 0;
  readJsonLines(bytes, {
    value: (value) => {
      for (const resource of arrayOf(objectOf(value)['resourceSpans'])) {
        const run = factsOf(objectOf(objectOf(resource)['resource'])['attributes']).get('service.instance.id');
        for (const scope of arrayOf(objectOf(resource)['scopeSpans'])) {
          for (const item of arrayOf(objectOf(scope)['spans'])) {
            const span = spanOf(objectOf(item));
            const conversation = textOf(span.facts.get('gen_ai.conversation.id'));
            if (conversation === null) {
              ignored++;
              continue;
            }
            const key = typeof run === 'string' && run !== '' ? `${conversation}/${run}` : conversation;
            const group = groups.get(key);
            if (group === undefined) groups.set(key, [span]);
            else group.push(span);
          }
        }
      }
    },
    broken: (issue) => issues.push(issue),
  });
  const conversations: ParsedConversation[] = [];
  for (const [nativeId, spans] of groups) {
    const list = new MessageList();
    const told = new Set<string>();
    for (const span of spans.toSorted((a, b) => (a.time ?? 0) - (b.time ?? 0))) if (!addSpan(span, list, told)) ignored++;
    if (list.messages.length > 0) conversations.push(conversationOf(nativeId, list, spans));
  }
  return { conversations, ignored };
}

function spanOf(span: JsonObject): Span {
  const status = objectOf(span['status'])['code'];
  return {
    id: textOf(span['spanId']) ?? '',
    time: timeOf(span['startTimeUnixNano']),
    status: status === 1 || status === 'STATUS_CODE_OK' ? 1 : status === 2 || status === 'STATUS_CODE_ERROR' ? 2 : null,
    facts: factsOf(span['attributes']),
  };
}

function factsOf(attributes: unknown): ReadonlyMap<string, unknown> {
  const facts = new Map<string, unknown>();
  for (const item of arrayOf(attributes)) {
    const { key, value } = objectOf(item);
    const [stated] = Object.values(objectOf(value));
    if (typeof key === 'string') facts.set(key, stated);
  }
  return facts;
}

/** False: nothing in it was said or done. `told`: prompts that were. */
function addSpan(span: Span, list: MessageList, told: Set<string>): boolean {
  const { facts, time } = span;
  if (facts.get('gen_ai.operation.name') === 'execute_tool') {
    addTool(span, list);
    return true;
  }
  const before = list.messages.length;
  const times = new Map<string, number>();
  for (const message of messagesIn(facts.get('gen_ai.input.messages'))) {
    if (message.role !== 'user' || message.parts.length === 0) continue;
    // The whole history is told with each request: the nth time that the same is said is one message.
    const base = derivedId('prompt', JSON.stringify(message.parts));
    const count = times.get(base) ?? 0;
    times.set(base, count + 1);
    const nativeId = `${base}~${count}`;
    if (told.has(nativeId)) continue;
    told.add(nativeId);
    list.add({ nativeId, role: 'user', origin: 'person', createdAt: time, parts: message.parts });
  }
  const model = textOf(facts.get('gen_ai.response.model')) ?? textOf(facts.get('gen_ai.request.model'));
  const parts = messagesIn(facts.get('gen_ai.output.messages')).flatMap((message) => message.parts);
  if (parts.length > 0) {
    const usage = usageOf(countOf(facts.get('gen_ai.usage.input_tokens')), countOf(facts.get('gen_ai.usage.output_tokens')));
    list.add({
      nativeId: list.unique(span.id || derivedId('answer', time)),
      role: 'assistant',
      origin: 'assistant',
      createdAt: time,
      model,
      usage,
      parts,
    });
  }
  return list.messages.length > before;
}

function countOf(value: unknown): number | null {
  const count = Number(value);
  return value === undefined || value === null || !Number.isFinite(count) ? null : count;
}

function addTool({ facts, id, status, time }: Span, list: MessageList): void {
  const nativeId = list.unique(id || derivedId('tool', time, textOf(facts.get('gen_ai.tool.call.id'))));
  const callId = textOf(facts.get('gen_ai.tool.call.id')) ?? `${nativeId}/call`;
  const name = textOf(facts.get('gen_ai.tool.name')) ?? '';
  const outcome: Outcome = status === 1 ? 'ok' : status === 2 ? 'error' : 'unknown';
  const input = valueInText(facts.get('gen_ai.tool.call.arguments'));
  const parts: readonly Part[] = [
    { type: 'tool-call', callId, name, input: jsonOf(input) },
    toolResult(callId, stringOf(facts.get('gen_ai.tool.call.result')) ?? '', outcome),
  ];
  list.add({ nativeId, role: 'assistant', origin: 'assistant', createdAt: time, parts });
}

/** Messages as `gen_ai` has them; calls are left to the spans of their own. */
function messagesIn(value: unknown): readonly { readonly role: string; readonly parts: readonly Part[] }[] {
  return arrayOf(valueInText(value)).map((item) => {
    const message = objectOf(item);
    const { content } = message;
    const blocks = Array.isArray(message['parts'])
      ? message['parts']
      : typeof content === 'string'
        ? [{ type: 'text', content }]
        : arrayOf(content);
    return { role: stringOf(message['role']) ?? '', parts: blocks.flatMap(partOf) };
  });
}

function partOf(block: unknown): readonly Part[] {
  if (!isObject(block)) return [];
  const text = textOf(block['content']) ?? textOf(block['text']);
  if (text === null) return [];
  return block['type'] === 'reasoning' ? [{ type: 'thinking', text }] : block['type'] === 'text' ? [{ type: 'text', text }] : [];
}

function conversationOf(nativeId: string, list: MessageList, spans: readonly Span[]): ParsedConversation {
  const { messages, attachments } = list;
  const span = timeSpan([...spans.map(({ time }) => time), ...messages.map((message) => message.createdAt)]);
  const model = spans.map(({ facts }) => textOf(facts.get('gen_ai.request.model'))).find((name) => name !== null) ?? null;
  return parsedConversation({
    nativeId,
    title: null,
    createdAt: span.first,
    updatedAt: span.last,
    model,
    activeLeaf: list.last,
    messages,
    attachments,
  });
}
