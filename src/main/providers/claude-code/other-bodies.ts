import { arrayOf, isObject, jsonOf, type JsonObject, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import { PartList } from './blocks.ts';
import type { BodyContext, DraftBody } from './draft.ts';
import { injectedText } from './origin.ts';
import { splitContent } from './user-body.ts';

/** What an assistant record holds. Text that the program itself produced (`<synthetic>`) is not the model's. */
export function assistantBody(record: JsonObject, context: BodyContext): DraftBody {
  const message = record['message'];
  const content = isObject(message) ? message['content'] : message;
  const list = new PartList(context);
  for (const block of Array.isArray(content) ? content : content === undefined ? [] : [content]) list.assistant(block);
  if (isObject(message) && content === undefined) list.unknown('message', message);
  const model = isObject(message) ? textOf(message['model']) : null;
  const synthetic = model === '<synthetic>' || record['isApiErrorMessage'] === true;
  return {
    weak: !isObject(message) || content === undefined,
    kind: 'assistant',
    role: 'assistant',
    origin: synthetic ? 'system' : 'assistant',
    author: null,
    model: synthetic ? null : model,
    hidden: record['isMeta'] === true,
    parts: list.parts,
    attachments: list.attachments,
  };
}

/** Notices the program shows; the others are kept out of sight. */
const SHOWN_SUBTYPES = new Set(['', 'informational', 'compact_boundary', 'local_command', 'api_error', 'away_summary']);

/** What a system record tells; null when it only keeps state (durations, counts). */
export function systemBody(record: JsonObject): DraftBody | null {
  const subtype = stringOf(record['subtype']) ?? '';
  const content = record['content'];
  let parts: DraftBody['parts'];
  if (subtype === 'local_command') {
    parts = [...splitContent(content)];
  } else {
    const text = textIn(content, 0) || (subtype === 'api_error' ? textIn(record['error'], 0) : '');
    parts = text === '' ? [] : [{ type: 'text', text }];
    if (parts.length === 0 && subtype === 'compact_boundary') parts = [{ type: 'text', text: 'Conversation compacted' }];
  }
  if (parts.length === 0) return null;
  return {
    weak: false,
    kind: 'aside',
    role: 'system',
    origin: 'system',
    author: subtype === '' ? null : subtype,
    model: null,
    hidden: record['isMeta'] === true || !SHOWN_SUBTYPES.has(subtype),
    parts,
    attachments: [],
  };
}

/** Compaction as older versions wrote it: a summary that is a message. */
export function summaryBody(record: JsonObject): DraftBody | null {
  const text = textIn(objectOf(record['message'])['content'], 0);
  if (text === '') return null;
  return {
    weak: false,
    kind: 'aside',
    role: 'system',
    origin: 'injected',
    author: 'summary',
    model: null,
    hidden: false,
    parts: [...injectedText(text)],
    attachments: [],
  };
}

/** Calls and results that early versions wrote as records of their own. */
export function looseToolBody(record: JsonObject, context: BodyContext): DraftBody {
  const list = new PartList(context);
  const isCall = record['type'] === 'tool_use';
  const name = textOf(record['name']);
  if (isCall) {
    list.call(record);
  } else {
    const callId = textOf(record['tool_use_id']) ?? context.answeredCall();
    const text = textIn(record['content'] ?? record['output'], 0);
    const error = record['is_error'];
    const outcome = error === true ? 'error' : error === false ? 'ok' : 'unknown';
    list.parts.push({ type: 'tool-result', callId, text, outcome, ...(name === null ? {} : { name }) });
  }
  return {
    weak: false,
    kind: isCall ? 'assistant' : 'result',
    role: isCall ? 'assistant' : 'tool',
    origin: isCall ? 'assistant' : 'tool',
    author: isCall ? null : name,
    model: null,
    hidden: false,
    parts: list.parts,
    attachments: list.attachments,
  };
}

/** Attachment types seen so far; others are kept as well, and reported. Source: formats, §5.3. */
const ATTACHMENTS = new Set(
  `agent_listing_delta agent_mention already_read_file async_hook_response auto_mode auto_mode_exit budget_usd command_permissions
  companion_intro compact_file_reference compaction_reminder context_efficiency critical_system_reminder current_session_memory
  date_change deferred_tools_delta diagnostics directory dynamic_skill edited_image_file edited_text_file file goal_status
  hook_additional_context hook_blocking_error hook_cancelled hook_deferred_tool hook_error_during_execution hook_non_blocking_error
  hook_permission_decision hook_stopped_continuation hook_success hook_system_message invoked_skills max_turns_reached
  mcp_instructions_delta mcp_resource nested_memory new_directory opened_file_in_ide output_style output_token_usage pdf_reference
  plan_file_reference plan_mode plan_mode_exit plan_mode_reentry queued_command relevant_memories selected_lines_in_ide skill_discovery
  skill_listing structured_output task_reminder task_status team_context teammate_mailbox teammate_shutdown_batch todo
  todo_reminder token_usage ultra_effort_enter ultrathink_effort verify_plan_reminder workflow_keyword`.split(/\s+/),
);

/** Context the program attached: kept, out of sight. A queued prompt is what a person typed while the model was at work. */
export function attachmentBody(record: JsonObject, sidechain: boolean, context: BodyContext): DraftBody {
  const attachment = objectOf(record['attachment']);
  const type = stringOf(attachment['type']) ?? '';
  if (!ATTACHMENTS.has(type)) context.drift('attachment.type', type, attachment);
  if (type === 'queued_command') return queuedBody(attachment, sidechain, context);

  const list = new PartList(context);
  const file = objectOf(objectOf(attachment['content'])['file']);
  if (type === 'file' || type === 'already_read_file') {
    const base64 = textOf(file['base64']);
    if (base64 === null) list.shownFile(textOf(attachment['filename']), stringOf(file['content']));
    else list.media({ source: { data: base64, media_type: file['type'] } }, 'image');
  } else {
    const text = textIn(attachment, 0);
    if (text === '') list.parts.push({ type: 'unknown', kind: type, data: jsonOf(attachment) });
    else list.parts.push(...injectedText(text));
  }
  return {
    weak: false,
    kind: 'aside',
    role: 'system',
    origin: 'injected',
    author: type === '' ? null : type,
    model: null,
    hidden: true,
    parts: list.parts,
    attachments: list.attachments,
  };
}

function queuedBody(attachment: JsonObject, sidechain: boolean, context: BodyContext): DraftBody {
  const list = new PartList(context);
  const prompt = attachment['prompt'];
  const mode = textOf(attachment['commandMode']);
  const kind = textOf(objectOf(attachment['origin'])['kind']);
  const foreign =
    sidechain || attachment['isMeta'] === true || (mode !== null && mode !== 'prompt') || (kind !== null && kind !== 'human');
  for (const block of Array.isArray(prompt) ? prompt : [prompt]) {
    if (isObject(block) && block['type'] !== 'text') list.media(block, stringOf(block['type']) ?? '');
    else if (foreign) list.parts.push(...injectedText(textIn(block, 0)));
    else list.parts.push(...splitContent([block]));
  }
  const said = !foreign && list.parts.some((part) => part.type !== 'text' || part.source === undefined);
  return {
    weak: false,
    kind: 'aside',
    role: 'user',
    origin: said ? 'person' : 'injected',
    author: null,
    model: null,
    hidden: false,
    parts: list.parts,
    attachments: list.attachments,
  };
}

/** Where the words of a notice or an attachment are, most telling first. */
const TEXT_KEYS = ['content', 'text', 'message', 'blockingError', 'snippet', 'stdout', 'stderr', 'reminder', 'summary', 'error'];

/** The text in a string, a list, or the first of the telling keys of an object that holds any. */
function textIn(value: unknown, depth: number): string {
  if (typeof value === 'string') return value;
  if (depth > 4) return '';
  if (Array.isArray(value))
    return arrayOf(value)
      .map((item) => textIn(item, depth + 1))
      .filter((text) => text !== '')
      .join('\n');
  if (!isObject(value)) return '';
  for (const key of TEXT_KEYS) {
    const text = textIn(value[key], depth + 1);
    if (text !== '') return text;
  }
  return '';
}
