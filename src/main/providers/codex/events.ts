import { arrayOf, isObject, jsonOf, type JsonObject, numberOf, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Json, Part } from '../../../shared/model.ts';
import { structureInText } from '../reading/json-text.ts';
import type { Draft, Entry } from './entry.ts';
import { MediaList, type MessageMaker, type Moment } from './message-maker.ts';
import { splitUserText } from './origin.ts';
import { exitOutcome, type Output, readMcpResult, readOutput } from './output.ts';

export interface EventContext {
  readonly make: MessageMaker;
  readonly moment: Moment;
  readonly subagent: boolean;
}

/** Events that tell a reader nothing, or that are read elsewhere. Source: formats, §6.6. */
const STATE = new Set(
  `account/rateLimits/updated agent_message_delta agent_reasoning_delta agent_reasoning_section_break collab_agent_interaction_begin
  collab_agent_interaction_end collab_agent_spawn_begin collab_agent_spawn_end collab_close_begin collab_close_end collab_resume_end
  collab_waiting_begin collab_waiting_end exec_command_begin exec_command_output_delta guardian_assessment image_generation_begin
  item_started mcp_tool_call_begin patch_apply_begin plan_update session_configured sub_agent_activity task_started thread_goal_updated
  thread_name_updated thread_settings_applied token_count turn.completed turn.started turn_diff turn_started undo_completed
  undo_started web_search_begin`.split(/\s+/),
);

/** Entries an event gives; null when its type is not known. */
export function readEvent(payload: JsonObject, context: EventContext): readonly Entry[] | null {
  const { make, moment } = context;
  const type = stringOf(payload['type']) ?? '';
  if (STATE.has(type)) return [];
  switch (type) {
    case 'user_message':
      return userMessage(textOf(payload['message']) ?? '', imagesOf(payload), context, false);
    case 'agent_message':
      return agentMessage(textOf(payload['message']) ?? '', context, false);
    case 'agent_reasoning':
    case 'agent_reasoning_raw_content':
      return thought(textOf(payload['text']) ?? '', context);
    case 'task_complete':
    case 'turn_complete': {
      const text = textOf(payload['last_agent_message']);
      return text === null
        ? []
        : [{ kind: 'words', make: () => assistantText(text, 'last', context), unless: { lastWords: text } }];
    }
    case 'item_completed':
      return completedItem(objectOf(payload['item']), context);
    case 'exec_command_end':
      return command(payload, textOf(payload['call_id']), context);
    case 'mcp_tool_call_end': {
      const invocation = objectOf(payload['invocation']);
      const name = `mcp__${stringOf(invocation['server']) ?? ''}__${stringOf(invocation['tool']) ?? ''}`;
      const read = readMcpResult(payload['result']);
      return callAndResult(textOf(payload['call_id']), name, jsonOf(invocation['arguments']), read, context);
    }
    case 'dynamic_tool_call_request':
      return callOnly(textOf(payload['callId']), stringOf(payload['tool']) ?? '', jsonOf(payload['arguments']), context);
    case 'dynamic_tool_call_response': {
      const callId = textOf(payload['call_id']) ?? textOf(payload['callId']);
      const text = textOf(payload['error']) ?? readOutput(payload['content_items']).text;
      const success = payload['success'];
      const outcome = typeof success === 'boolean' ? (success ? 'ok' : 'error') : 'unknown';
      return callAndResult(
        callId,
        stringOf(payload['tool']) ?? '',
        jsonOf(payload['arguments']),
        { text, outcome, media: [] },
        context,
      );
    }
    case 'patch_apply_end':
      return patch(payload, textOf(payload['call_id']), context);
    case 'web_search_end':
      return search(payload, textOf(payload['call_id']), context);
    case 'view_image_tool_call':
      return callOnly(textOf(payload['call_id']), 'view_image', jsonOf({ path: payload['path'] ?? null }), context);
    case 'image_generation_end':
      return image(payload, context);
    case 'turn_aborted':
      return [notice(`Turn aborted${reasonOf(payload)}`, type, context)];
    case 'thread_rolled_back':
      return [{ kind: 'rollback', turns: Math.max(0, numberOf(payload['num_turns']) ?? 0) }];
    case 'context_compacted':
      return [{ kind: 'message', draft: make.notice(moment, 'Context compacted', 'compaction'), divider: true }];
    case 'entered_review_mode': {
      const hint = textOf(payload['user_facing_hint']) ?? textOf(payload['prompt']);
      return [notice(hint === null ? 'Review started' : `Review started: ${hint}`, type, context)];
    }
    case 'exited_review_mode':
      return [notice(reviewText(payload['review_output']), type, context)];
    case 'error':
    case 'stream_error':
    case 'warning': {
      const text = textOf(payload['message']) ?? textOf(objectOf(payload['error'])['message']);
      return text === null ? [] : [notice(text, type, context)];
    }
    default:
      return null;
  }
}

function notice(text: string, kind: string, context: EventContext): Entry {
  return { kind: 'message', draft: context.make.notice(context.moment, text, kind) };
}

function reasonOf(payload: JsonObject): string {
  const reason = textOf(payload['reason']);
  return reason === null ? '' : ` (${reason})`;
}

function assistantText(text: string, source: string, { make, moment }: EventContext): Draft {
  const id = make.idOf(null, moment, `event:${source}`, text);
  return make.draft(moment, { id, role: 'assistant', origin: 'assistant', parts: [{ type: 'text', text }] });
}

function agentMessage(text: string, context: EventContext, again: boolean): readonly Entry[] {
  if (text === '') return [];
  const make = (): Draft => assistantText(text, again ? 'item' : 'agent', context);
  return [{ kind: 'words', make, unless: { said: 'assistant', text, again } }];
}

function userMessage(text: string, images: readonly unknown[], context: EventContext, again: boolean): readonly Entry[] {
  if (text === '' && images.length === 0) return [];
  const { make, moment, subagent } = context;
  const draft = (): Draft => {
    const id = make.idOf(null, moment, again ? 'item:user' : 'event:user', text);
    const media = new MediaList(id);
    for (const image of images) media.image(image);
    const parts: Part[] = [...splitUserText(text), ...media.parts];
    const said = parts.some((part) => part.type !== 'text' || part.source === undefined);
    const origin = said && !subagent ? 'person' : 'injected';
    return make.draft(moment, { id, role: 'user', origin, hidden: !said, parts, attachments: media.attachments });
  };
  return [{ kind: 'words', make: draft, unless: { said: 'user', text, again } }];
}

function imagesOf(payload: JsonObject): readonly unknown[] {
  return [...arrayOf(payload['images']), ...arrayOf(payload['local_images'])];
}

function thought(text: string, { make, moment }: EventContext): readonly Entry[] {
  if (text === '') return [];
  const draft = (): Draft => {
    const id = make.idOf(null, moment, 'event:reasoning', text);
    return make.draft(moment, { id, role: 'assistant', origin: 'assistant', parts: [{ type: 'thinking', text }] });
  };
  return [{ kind: 'words', make: draft, unless: { thought: text } }];
}

/** Items as the newest versions tell of them a third time; kept where neither log has them. */
function completedItem(item: JsonObject, context: EventContext): readonly Entry[] {
  const text = (): string => readOutput(item['content']).text || (textOf(item['text']) ?? '');
  const id = textOf(item['id']);
  switch (item['type']) {
    case 'UserMessage':
      return userMessage(text(), [], context, true);
    case 'AgentMessage':
    case 'Plan':
      return agentMessage(text(), context, true);
    case 'Reasoning':
      return thought(
        [...arrayOf(item['summary_text']), ...arrayOf(item['raw_content'])]
          .filter((part) => typeof part === 'string')
          .join('\n\n'),
        context,
      );
    case 'CommandExecution':
      return command(item, id, context);
    case 'McpToolCall': {
      const name = `mcp__${stringOf(item['server']) ?? ''}__${stringOf(item['tool']) ?? ''}`;
      return callAndResult(id, name, jsonOf(item['arguments']), readMcpResult(item['result']), context);
    }
    case 'FileChange':
      return patch(item, id, context);
    case 'WebSearch':
    case 'Extension':
      return search(item, id, context);
    default:
      return [];
  }
}

function command(payload: JsonObject, callId: string | null, context: EventContext): readonly Entry[] {
  const text =
    textOf(payload['aggregated_output']) ??
    textOf(payload['formatted_output']) ??
    [payload['stdout'], payload['stderr']].filter((part) => typeof part === 'string').join('');
  const code = numberOf(payload['exit_code']);
  const read: Output = {
    text,
    outcome: exitOutcome(payload),
    media: [],
    ...(code === null ? {} : { details: { exit_code: code } }),
  };
  const input = jsonOf({ command: payload['command'] ?? null, cwd: payload['cwd'] ?? null });
  return callAndResult(callId, 'exec_command', input, read, context);
}

function patch(payload: JsonObject, callId: string | null, context: EventContext): readonly Entry[] {
  const success = payload['success'];
  const status = payload['status'];
  const outcome =
    typeof success === 'boolean'
      ? success
        ? 'ok'
        : 'error'
      : status === 'completed'
        ? 'ok'
        : status === 'failed'
          ? 'error'
          : 'unknown';
  const text = [payload['stdout'], payload['stderr']].filter((part) => typeof part === 'string' && part !== '').join('\n');
  const changes = payload['changes'];
  const files = isObject(changes) ? { files: Object.keys(changes) } : undefined;
  const read: Output = { text, outcome, media: [], ...(files === undefined ? {} : { details: files }) };
  return callAndResult(callId, 'apply_patch', jsonOf(changes), read, context);
}

function search(payload: JsonObject, callId: string | null, context: EventContext): readonly Entry[] {
  const found = arrayOf(payload['results']).map((result) => {
    const data = objectOf(result);
    return [textOf(data['title']), textOf(data['url']), textOf(data['snippet'])].filter((part) => part !== null).join('\n');
  });
  const input = jsonOf(payload['action'] ?? { query: payload['query'] ?? null });
  const text = found.filter((part) => part !== '').join('\n\n');
  if (text === '') return callOnly(callId, 'web_search', input, context);
  return callAndResult(callId, 'web_search', input, { text, outcome: 'unknown', media: [] }, context);
}

function image(payload: JsonObject, { make, moment }: EventContext): readonly Entry[] {
  const callId = textOf(payload['call_id']);
  const id = make.unique(`event:image:${callId ?? ''}`);
  const media = new MediaList(id);
  media.image(payload['result']);
  if (callId === null || media.parts.length === 0) return [];
  const prompt = textOf(payload['revised_prompt']);
  const call: Part = {
    type: 'tool-call',
    callId,
    name: 'image_generation',
    input: prompt === null ? {} : { revised_prompt: prompt },
  };
  const parts = [call, ...media.parts];
  const draft = make.draft(moment, { id, role: 'assistant', origin: 'assistant', parts, attachments: media.attachments });
  return [{ kind: 'message', draft, unless: { called: callId } }];
}

function callOnly(callId: string | null, name: string, input: Json, { make, moment }: EventContext): readonly Entry[] {
  if (callId === null) return [];
  const id = make.unique(`event:call:${callId}`);
  const parts: Part[] = [{ type: 'tool-call', callId, name, input: typeof input === 'string' ? structureInText(input) : input }];
  const draft = make.draft(moment, { id, role: 'assistant', origin: 'assistant', parts });
  return [{ kind: 'message', draft, unless: { called: callId } }];
}

function callAndResult(callId: string | null, name: string, input: Json, read: Output, context: EventContext): readonly Entry[] {
  if (callId === null) return [];
  const { make, moment } = context;
  const id = make.unique(`event:out:${callId}`);
  const media = new MediaList(id);
  for (const block of read.media) media.image(block['image_url']);
  const details = read.details === undefined ? {} : { details: read.details };
  const parts: Part[] = [{ type: 'tool-result', callId, text: read.text, outcome: read.outcome, ...details }, ...media.parts];
  const draft = make.draft(moment, { id, role: 'tool', origin: 'tool', author: name, parts, attachments: media.attachments });
  return [
    ...callOnly(callId, name, input, context),
    { kind: 'message', draft, unless: { answered: callId, outcome: read.outcome, ...details } },
  ];
}

function reviewText(value: unknown): string {
  const review = objectOf(value);
  const findings = arrayOf(review['findings']).map((finding) => {
    const data = objectOf(finding);
    return [textOf(data['title']), textOf(data['body'])].filter((part) => part !== null).join('\n');
  });
  const texts = [textOf(review['overall_explanation']), ...findings].filter((text) => text !== null && text !== '');
  return texts.length === 0 ? 'Review finished' : `Review finished\n\n${texts.join('\n\n')}`;
}
