import { arrayOf, isObject, type JsonObject, stringOf, textOf } from '../../../shared/json.ts';
import type { TextPart, ToolResultPart } from '../../../shared/model.ts';
import { PartList } from './blocks.ts';
import type { BodyContext, DraftBody } from './draft.ts';
import { injectedText, isPromptCommand, splitUserText } from './origin.ts';
import { detailsOf, outcomeOf } from './results.ts';

/** What a record of type `user` holds: a prompt, a command, results of tools, or context nobody typed. Source: formats, §5.4 and §5.5. */
export function userBody(record: JsonObject, sidechain: boolean, context: BodyContext): DraftBody {
  const message = record['message'];
  const summary = record['isCompactSummary'] === true;
  const meta = record['isMeta'] === true;
  const unseen = record['isVisibleInTranscriptOnly'] === true;
  const content = isObject(message) ? message['content'] : message;
  const blocks: readonly unknown[] = Array.isArray(content) ? content : content === undefined ? [] : [content];
  const hasResult = blocks.some((block) => isObject(block) && block['type'] === 'tool_result');
  const foreign = meta || summary || unseen || hasResult || isSystemPrompt(record);

  const list = new PartList(context);
  const words = (text: string): void => {
    if (sidechain && !foreign) {
      if (text !== '') list.parts.push({ type: 'text', text });
    } else {
      list.parts.push(...(foreign ? injectedText(text) : splitUserText(text)));
    }
  };
  for (const block of blocks) userBlock(block, record, list, words, context);
  const weak = !isObject(message) || content === undefined;
  if (isObject(message) && content === undefined) list.unknown('message', message);

  const said = !foreign && !sidechain && list.parts.some(isSaid);
  return {
    weak,
    kind: hasResult ? 'result' : said && !weak ? 'typed' : 'aside',
    role: hasResult ? 'tool' : 'user',
    origin: hasResult ? 'tool' : said ? 'person' : 'injected',
    author: hasResult ? toolName(list, context) : null,
    model: null,
    hidden: (meta && !hasResult) || unseen,
    parts: list.parts,
    attachments: list.attachments,
  };
}

function isSaid(part: DraftBody['parts'][number]): boolean {
  if (part.type === 'text') return part.source === undefined || isPromptCommand(part);
  return part.type === 'image' || part.type === 'file';
}

/** Records of role user that a program wrote say so in newer versions. */
function isSystemPrompt(record: JsonObject): boolean {
  const origin = record['origin'];
  if (isObject(origin)) {
    const kind = stringOf(origin['kind']);
    if (kind !== null && kind !== 'human') return true;
  }
  return record['promptSource'] === 'system';
}

function userBlock(
  block: unknown,
  record: JsonObject,
  list: PartList,
  words: (text: string) => void,
  context: BodyContext,
): void {
  if (typeof block === 'string') {
    words(block);
    return;
  }
  if (!isObject(block)) {
    list.unknown('block', block);
    return;
  }
  const type = stringOf(block['type']) ?? '';
  if (type === 'text') words(stringOf(block['text']) ?? '');
  else if (type === 'tool_result') toolResult(block, record['toolUseResult'], list, context);
  else if (type === 'tool_use') list.call(block);
  else list.media(block, type);
}

/** Pushes the result and, after it, the images it returned and the file its text was moved to. */
export function toolResult(block: JsonObject, structured: unknown, list: PartList, context: BodyContext): void {
  const callId = textOf(block['tool_use_id']) ?? context.answeredCall();
  const texts: string[] = [];
  const media: unknown[] = [];
  const content = block['content'] ?? block['output'];
  if (typeof content === 'string') texts.push(content);
  for (const item of arrayOf(content)) {
    if (typeof item === 'string') texts.push(item);
    else if (!isObject(item)) continue;
    else if (item['type'] === 'text') texts.push(stringOf(item['text']) ?? '');
    else if (item['type'] === 'tool_reference') texts.push(textOf(item['tool_name']) ?? textOf(item['name']) ?? '');
    else media.push(item);
  }
  const text = texts.join('\n');
  const details = detailsOf(structured);
  const part: ToolResultPart = { type: 'tool-result', callId, text, outcome: outcomeOf(block['is_error'], structured) };
  list.parts.push(details === undefined ? part : { ...part, details });
  for (const item of media) list.media(item, isObject(item) ? (stringOf(item['type']) ?? '') : '');
  const pointer = text.length < 20_000 && text.includes('tool-results') ? POINTER.exec(text) : null;
  const id = pointer?.[1];
  const entry = id === undefined ? null : context.spilled(id);
  if (id !== undefined && entry !== null) list.file(entry, `${id}.txt`);
}

/** A result too long for the transcript names the file it was put into. */
const POINTER = /tool-results[\\/]([\w.-]{1,100})\.(?:txt|json)/;

function toolName(list: PartList, context: BodyContext): string | null {
  const results = list.parts.filter((part) => part.type === 'tool-result');
  const [only] = results;
  return results.length === 1 && only !== undefined ? context.toolOf(only.callId) : null;
}

/** Text parts of a queued prompt or a local command: the same split, without an envelope. */
export function splitContent(content: unknown): readonly TextPart[] {
  if (typeof content === 'string') return splitUserText(content);
  return arrayOf(content).flatMap((block) => {
    const text = typeof block === 'string' ? block : isObject(block) ? stringOf(block['text']) : null;
    return text === null ? [] : splitUserText(text);
  });
}
