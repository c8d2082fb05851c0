import { arrayOf, isObject, jsonOf, numberOf, objectOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { CodePart, Part, ThinkingPart } from '../../../shared/model.ts';
import type { DriftCounter } from '../reading/drift.ts';
import type { Attachments } from './attachments.ts';

/** What the functions of one content type need: the content, the message's metadata, and where files and surprises go. */
export interface ContentView {
  readonly content: JsonObject;
  readonly metadata: JsonObject;
  readonly attachments: Attachments;
  readonly drift: DriftCounter;
}

const NOTHING: readonly Part[] = [];

/** The parts of a content as it stands, before it is seen as a tool's call or result. Source: formats §3.5, §3.7. */
export function contentParts(view: ContentView): readonly Part[] {
  const { content } = view;
  const type = content['content_type'];
  switch (type) {
    case 'text':
    case 'multimodal_text':
    case undefined:
    case null:
      return partsOf(view);
    case 'code':
      return codeOf(content);
    case 'execution_output':
      return executionOf(view);
    case 'thoughts':
      return thoughtsOf(content);
    case 'reasoning_recap':
      return recapOf(view);
    case 'tether_quote':
    case 'sonic_webpage':
      return pageOf(content);
    case 'tether_browsing_display':
      return textsOf(textOf(content['result']), textOf(content['summary']));
    case 'system_error':
      return textsOf([textOf(content['name']), textOf(content['text'])].filter((part) => part !== null).join(': '));
    case 'user_editable_context':
      return injected(textOf(content['user_profile']), textOf(content['user_instructions']));
    case 'model_editable_context':
      return memoryOf(content);
    case 'computer_output':
      return computerOf(view);
    case 'citable_code_output':
      return textsOf(textOf(content['output_str']));
    default:
      view.drift.type('message.content.content_type', typeof type === 'string' ? type : typeof type, content);
      return unknownOf(view, typeof type === 'string' ? type : 'content');
  }
}

/** What is new: texts in `parts` as texts, so that they are read and found, the rest as it is. */
function unknownOf(view: ContentView, kind: string): readonly Part[] {
  const { parts, ...rest } = view.content;
  const texts = partsOf({ ...view, content: { parts } });
  return [...texts, { type: 'unknown', kind, data: jsonOf(rest) }];
}

function textsOf(...texts: readonly (string | null)[]): readonly Part[] {
  const parts: Part[] = [];
  for (const text of texts) if (text !== null && text !== '') parts.push({ type: 'text', text });
  return parts;
}

function injected(...texts: readonly (string | null)[]): readonly Part[] {
  const parts: Part[] = [];
  for (const text of texts) if (text !== null) parts.push({ type: 'text', text, source: 'injected' });
  return parts;
}

/** `parts`: strings next to each other are one text, objects stand between them. */
function partsOf(view: ContentView): readonly Part[] {
  const list = view.content['parts'];
  if (!Array.isArray(list)) return textsOf(stringOf(list) ?? stringOf(view.content['text']));
  const first: unknown = list[0];
  if (list.length === 1 && typeof first === 'string') return first === '' ? NOTHING : [{ type: 'text', text: first }];
  const parts: Part[] = [];
  let text = '';
  for (const item of list) {
    if (typeof item === 'string') {
      if (item !== '') text = text === '' ? item : `${text}\n\n${item}`;
      continue;
    }
    if (!isObject(item)) continue;
    if (text !== '') parts.push({ type: 'text', text });
    text = '';
    objectParts(item, view, parts);
  }
  if (text !== '') parts.push({ type: 'text', text });
  return parts;
}

/** Objects inside `parts`; a pointer without an address is kept as it is. */
function objectParts(item: JsonObject, view: ContentView, parts: Part[]): void {
  const { attachments } = view;
  const before = parts.length;
  const type = item['content_type'];
  switch (type) {
    case 'image_asset_pointer':
      push(parts, attachments.image(item));
      break;
    case 'audio_transcription':
      parts.push(...textsOf(textOf(item['text'])));
      return;
    case 'audio_asset_pointer':
      push(parts, attachments.media(item, 'audio'));
      break;
    case 'video_container_asset_pointer':
      push(parts, attachments.media(item, 'video'));
      break;
    case 'real_time_user_audio_video_asset_pointer':
      push(parts, attachments.media(objectOf(item['audio_asset_pointer']), 'audio'));
      push(parts, attachments.media(objectOf(item['video_container_asset_pointer']), 'video'));
      for (const frame of arrayOf(item['frames_asset_pointers'])) {
        push(parts, isObject(frame) ? attachments.image(frame) : attachments.pointed(frame));
      }
      break;
    default:
      if (typeof item['text'] === 'string') {
        parts.push(...textsOf(item['text']));
        return;
      }
      view.drift.type('message.content.parts.content_type', typeof type === 'string' ? type : typeof type, item);
  }
  if (parts.length === before)
    parts.push({ type: 'unknown', kind: typeof type === 'string' ? type : 'part', data: jsonOf(item) });
}

function push(parts: Part[], part: Part | null): void {
  if (part !== null) parts.push(part);
}

function codeOf(content: JsonObject): readonly Part[] {
  const text =
    textOf(content['text']) ??
    arrayOf(content['parts'])
      .filter((part) => typeof part === 'string')
      .join('\n');
  if (text === '') return NOTHING;
  const language = textOf(content['language']);
  const code: CodePart = { type: 'code', text, language: language === 'unknown' ? null : language };
  return [code];
}

/** Output of a program: its text, else the streams that ran together in it, and the pictures it drew. */
function executionOf({ content, metadata, attachments }: ContentView): readonly Part[] {
  const result = objectOf(metadata['aggregate_result']);
  const messages = arrayOf(result['messages']).filter(isObject);
  const text =
    textOf(content['text']) ??
    messages.map((message) => stringOf(message['text']) ?? '').join('') + (stringOf(result['final_expression_output']) ?? '');
  const parts: Part[] = [...textsOf(text)];
  for (const message of messages) push(parts, attachments.pointed(message['image_url']));
  if (parts.some((part) => part.type === 'image')) return parts;
  for (const message of arrayOf(result['jupyter_messages'])) {
    const data = objectOf(objectOf(objectOf(message)['content'])['data']);
    push(parts, attachments.pointed(data['image/vnd.openai.fileservice.png']));
  }
  return parts;
}

function thoughtsOf(content: JsonObject): readonly Part[] {
  const parts: ThinkingPart[] = [];
  for (const thought of arrayOf(content['thoughts'])) {
    if (!isObject(thought)) continue;
    const text =
      textOf(thought['content']) ??
      arrayOf(thought['chunks'])
        .filter((chunk) => typeof chunk === 'string')
        .join('');
    const title = textOf(thought['summary']);
    if (text !== '' || title !== null) parts.push({ type: 'thinking', text, ...(title === null ? {} : { title }) });
  }
  if (parts.length > 0) return parts;
  return arrayOf(content['parts'])
    .filter((part) => typeof part === 'string' && part !== '')
    .map((text) => ({ type: 'thinking', text: String(text) }));
}

/** "Thought for 12s": how long, from the message's own figures, else from the label. */
function recapOf({ content, metadata }: ContentView): readonly Part[] {
  const title = textOf(content['content']);
  const text = arrayOf(content['parts'])
    .filter((part) => typeof part === 'string')
    .join('\n\n');
  if (title === null && text === '') return NOTHING;
  const durationMs = durationOf(metadata) ?? labelled(title);
  return [{ type: 'thinking', text, ...(title === null ? {} : { title }), ...(durationMs === null ? {} : { durationMs }) }];
}

function durationOf(metadata: JsonObject): number | null {
  const seconds = numberOf(metadata['finished_duration_sec']);
  if (seconds !== null && seconds >= 0) return Math.round(seconds * 1000);
  const start = numberOf(metadata['reasoning_start_time']);
  const end = numberOf(metadata['reasoning_end_time']);
  if (start !== null && end !== null && end >= start) return Math.round((end - start) * 1000);
  const stated = numberOf(metadata['durationMs']) ?? numberOf(metadata['duration_ms']);
  return stated === null || stated < 0 ? null : Math.round(stated);
}

function labelled(title: string | null): number | null {
  const match = title === null ? null : /^Thought for (?:(\d{1,4})h ?)?(?:(\d{1,4})m ?)?(?:(\d{1,6})s)?$/.exec(title);
  if (match === null) return null;
  const seconds = Number(match[1] ?? 0) * 3600 + Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0);
  return seconds === 0 ? null : seconds * 1000;
}

/** A page or a file that was read. */
function pageOf(content: JsonObject): readonly Part[] {
  const text = textOf(content['text']) ?? textOf(content['snippet']);
  const url = textOf(content['url']);
  const title = textOf(content['title']) ?? (url === null ? textOf(content['domain']) : null);
  if (text === null && url === null && title === null) return NOTHING;
  return [{ type: 'citation', url, title, ...(text === null ? {} : { text }) }];
}

function memoryOf(content: JsonObject): readonly Part[] {
  const parts: Part[] = [...injected(textOf(content['model_set_context']), textOf(content['repo_summary']))];
  const { repository = null, structured_context = null } = content;
  if (repository !== null || structured_context !== null) {
    parts.push({ type: 'unknown', kind: 'model_editable_context', data: jsonOf({ repository, structured_context }) });
  }
  return parts;
}

/** What the agent's computer showed: where it was, and the picture. */
function computerOf({ content, attachments }: ContentView): readonly Part[] {
  const state = objectOf(content['state']);
  const parts: Part[] = [...textsOf([textOf(state['title']), textOf(state['url'])].filter((part) => part !== null).join('\n'))];
  push(parts, attachments.image(objectOf(content['screenshot'])));
  return parts;
}
