import { arrayOf, isObject, jsonOf, type JsonObject, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Part, Role, ToolResultPart, Json } from '../../../shared/model.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { structureInText } from '../reading/json-text.ts';
import type { Draft } from './entry.ts';
import { MediaList, type MessageMaker, type Moment, toolName } from './message-maker.ts';
import { splitUserText } from './origin.ts';
import { readOutput } from './output.ts';

/** What a response item becomes: a message, a divider where the context was replaced, or nothing a reader sees. */
export type Item = { readonly draft: Draft; readonly divider?: true } | { readonly usage: JsonObject } | null;

export interface ItemContext {
  readonly make: MessageMaker;
  readonly moment: Moment;
  readonly drift: DriftCounter;
  /** In a subagent's thread the prompts are its parent's. */
  readonly subagent: boolean;
  readonly toolOf: (callId: string) => string | null;
}

/** Reads `response_item` payloads by type. Source: formats, §6.5. */
export function readItem(payload: JsonObject, context: ItemContext): Item {
  const { make, moment } = context;
  const type = stringOf(payload['type']) ?? (typeof payload['role'] === 'string' ? 'message' : '');
  const native = textOf(payload['id']);
  switch (type) {
    case 'message':
      return { draft: message(payload, native, context) };
    case 'reasoning':
      return { draft: reasoning(payload, native, context) };
    case 'function_call': {
      const title = textOf(payload['summary']);
      return call(payload, toolName(payload), structureInText(payload['arguments']), context, title);
    }
    case 'custom_tool_call':
      return call(payload, toolName(payload), jsonOf(payload['input']), context);
    case 'tool_search_call':
      return call(payload, 'tool_search', structureInText(payload['arguments']), context);
    case 'local_shell_call':
      return call(payload, 'local_shell', jsonOf(payload['action']), context);
    case 'web_search_call':
      return call(payload, 'web_search', jsonOf(payload['action']), context);
    case 'function_call_output':
    case 'custom_tool_call_output':
    case 'local_shell_call_output':
    case 'tool_search_output':
      return { draft: output(payload, type, context) };
    case 'image_generation_call': {
      const callId = make.callId(textOf(payload['call_id']) ?? native, 'image_generation', false);
      const id = make.unique(`call:${callId}`);
      const media = new MediaList(id);
      media.image(payload['result']);
      const prompt = textOf(payload['revised_prompt']);
      const input = prompt === null ? {} : { revised_prompt: prompt };
      const parts: Part[] = [{ type: 'tool-call', callId, name: 'image_generation', input }, ...media.parts];
      return { draft: make.draft(moment, { id, role: 'assistant', origin: 'assistant', parts, attachments: media.attachments }) };
    }
    case 'agent_message': {
      const text = arrayOf(payload['content'])
        .map(blockText)
        .filter((part) => part !== '')
        .join('\n');
      const author = textOf(payload['author']);
      const id = make.idOf(native, moment, 'agent', author, text);
      return { draft: make.draft(moment, { id, role: 'system', origin: 'injected', author, parts: [{ type: 'text', text }] }) };
    }
    case 'compaction':
    case 'compaction_summary':
    case 'context_compaction':
      return { draft: make.notice(moment, 'Context compacted', 'compaction'), divider: true };
    case 'token_count':
      return { usage: payload };
    case 'ghost_snapshot':
    case 'additional_tools':
    case 'other':
      return null;
    default: {
      context.drift.type('response_item.type', type === '' ? 'none' : type, payload);
      const data = jsonOf(payload);
      const id = make.idOf(native, moment, type, JSON.stringify(data));
      const parts: Part[] = [{ type: 'unknown', kind: type, data }];
      return { draft: make.draft(moment, { id, role: 'system', origin: 'system', hidden: true, parts }) };
    }
  }
}

function roleOf(role: string): Role {
  if (role === 'assistant') return 'assistant';
  return role === 'user' ? 'user' : role === 'tool' ? 'tool' : 'system';
}

function message(payload: JsonObject, native: string | null, context: ItemContext): Draft {
  const { make, moment, subagent } = context;
  const role = roleOf(stringOf(payload['role']) ?? '');
  const content = payload['content'];
  const blocks: readonly unknown[] = Array.isArray(content)
    ? content
    : content === undefined || content === null
      ? []
      : [content];
  const texts = blocks.map(blockText);
  const id = make.idOf(native, moment, role, ...texts);
  const media = new MediaList(id);
  const parts: Part[] = [];
  blocks.forEach((block, i) => {
    const text = texts[i] ?? '';
    if (text !== '') parts.push(...(role === 'user' ? splitUserText(text) : [{ type: 'text' as const, text }]));
    else if (isObject(block)) {
      const before = media.parts.length;
      const type = stringOf(block['type']) ?? '';
      if (type === 'input_audio') media.audio(block);
      else media.image(block['image_url']);
      parts.push(...media.parts.slice(before));
      if (!KNOWN_BLOCKS.has(type)) {
        context.drift.type('message.content.type', type, block);
        parts.push({ type: 'unknown', kind: type, data: jsonOf(block) });
      }
    }
  });
  const model = textOf(payload['model']) ?? moment.model;
  const shared = { id, role, parts, attachments: media.attachments };
  if (role === 'assistant') return make.draft(moment, { ...shared, origin: 'assistant', model });
  if (role !== 'user')
    return make.draft(moment, { ...shared, origin: role === 'tool' ? 'tool' : 'system', hidden: role === 'system' });
  const said = parts.some((part) => part.type !== 'text' || part.source === undefined);
  const ran = parts.some((part) => part.type === 'text' && part.source === 'command');
  return make.draft(moment, { ...shared, origin: said && !subagent ? 'person' : 'injected', hidden: !said && !ran });
}

/** `encrypted_content` is for the machine alone. */
const KNOWN_BLOCKS = new Set([
  'input_text',
  'output_text',
  'text',
  'input_image',
  'input_audio',
  'encrypted_content',
  'summary_text',
  'refusal',
]);

function blockText(block: unknown): string {
  if (typeof block === 'string') return block;
  if (!isObject(block)) return '';
  return stringOf(block['text']) ?? stringOf(block['refusal']) ?? '';
}

/** Enough of a sealed text to tell it from another: all of it is noise. */
const SEALED = 64;

function reasoning(payload: JsonObject, native: string | null, context: ItemContext): Draft {
  const { make, moment } = context;
  const summary = arrayOf(payload['summary'])
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
  const raw = arrayOf(payload['content'])
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
  const sealed = textOf(payload['encrypted_content']);
  const id = make.idOf(native, moment, 'reasoning', summary, raw, sealed === null ? null : sealed.slice(-SEALED));
  const texts = [summary, raw].filter((text) => text !== '');
  const parts: Part[] = (texts.length === 0 ? [''] : texts).map((text) => ({ type: 'thinking', text }));
  return make.draft(moment, { id, role: 'assistant', origin: 'assistant', parts });
}

function call(payload: JsonObject, name: string, input: Json, context: ItemContext, title?: string | null): Item {
  const callId = context.make.callId(textOf(payload['call_id']) ?? textOf(payload['id']), name, name !== 'web_search');
  return { draft: context.make.call(context.moment, callId, name, input, title == null ? {} : { title }) };
}

function output(payload: JsonObject, type: string, context: ItemContext): Draft {
  const { make, moment, toolOf } = context;
  const callId = make.answered(textOf(payload['call_id']));
  const id = make.unique(`out:${callId}`);
  const read = type === 'tool_search_output' ? foundTools(payload) : readOutput(payload['output']);
  const media = new MediaList(id);
  for (const block of read.media) media.image(block['image_url']);
  const result: ToolResultPart = { type: 'tool-result', callId, text: read.text, outcome: read.outcome };
  const parts: Part[] = [read.details === undefined ? result : { ...result, details: read.details }, ...media.parts];
  return make.draft(moment, { id, role: 'tool', origin: 'tool', author: toolOf(callId), parts, attachments: media.attachments });
}

function foundTools(payload: JsonObject): ReturnType<typeof readOutput> {
  const names = arrayOf(payload['tools']).flatMap((tool) => {
    const data = objectOf(tool);
    const inner = arrayOf(data['tools']).map((item) => textOf(objectOf(item)['name']));
    return [textOf(data['name']), ...inner].filter((name) => name !== null);
  });
  return { text: names.join('\n'), outcome: 'unknown', media: [] };
}
