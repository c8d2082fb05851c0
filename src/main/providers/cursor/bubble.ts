import { arrayOf, isObject, type JsonObject, numberOf, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Part, Usage } from '../../../shared/model.ts';
import { parsedText } from '../reading/json-text.ts';
import { type MessageList, type Said } from '../reading/message-list.ts';
import { usageOf } from '../reading/usage.ts';
import { toolParts } from './tool.ts';
import { promptId, typedParts } from './words.ts';

/** A message of a composer. Source: formats, §8.5 (`bubbleId:`). */
export function saidByBubble(bubble: JsonObject, id: string, list: MessageList): Said {
  const createdAt = timeOf(bubble['createdAt']) ?? timeIn(bubble['timingInfo']);
  return numberOf(bubble['type']) === 1 || bubble['type'] === 'user'
    ? prompt(bubble, createdAt, list)
    : answer(bubble, id, createdAt, list);
}

function prompt(bubble: JsonObject, createdAt: number | null, list: MessageList): Said {
  const parts: Part[] = [...typedParts(textOf(bubble['text']) ?? richText(bubble['richText']))];
  const nativeId = list.unique(promptId(parts));
  const context = objectOf(bubble['context']);
  for (const item of arrayOf(context['fileSelections'])) {
    const name = pathOf(objectOf(item)['uri']);
    if (name !== null) parts.push(list.file(nativeId, { name, mime: null }));
  }
  for (const item of arrayOf(context['selections'])) {
    const selection = objectOf(item);
    const text = textOf(selection['rawText']) ?? textOf(selection['text']);
    if (text !== null) parts.push(list.file(nativeId, { name: pathOf(selection['uri']), mime: null, text }));
  }
  for (const item of [...arrayOf(context['images']), ...arrayOf(bubble['images']), ...arrayOf(context['selectedImages'])]) {
    const image = objectOf(item);
    const data = textOf(image['data']);
    const url = data?.startsWith('data:') === true ? data : null;
    parts.push(
      list.file(nativeId, {
        name: textOf(image['path']) ?? textOf(image['filename']),
        mime: textOf(image['mimeType']) ?? 'image/png',
        url,
      }),
    );
  }
  return { nativeId, role: 'user', origin: 'person', createdAt, parts };
}

function answer(bubble: JsonObject, id: string, createdAt: number | null, list: MessageList): Said {
  const nativeId = list.unique(id);
  const parts: Part[] = [];
  const { thinking } = bubble;
  const reasoning = isObject(thinking) ? stringOf(thinking['text']) : textOf(thinking);
  if (reasoning !== null && (reasoning !== '' || textOf(objectOf(thinking)['signature']) !== null)) {
    const durationMs = numberOf(bubble['thinkingDurationMs']);
    parts.push(
      durationMs === null || durationMs < 0
        ? { type: 'thinking', text: reasoning }
        : { type: 'thinking', text: reasoning, durationMs },
    );
  }
  const text = textOf(bubble['text']) ?? richText(bubble['richText']);
  if (text !== '') parts.push({ type: 'text', text });
  for (const item of arrayOf(bubble['codeBlocks'])) {
    const block = objectOf(item);
    const code = textOf(block['content']);
    // Newer answers have their code in the text; it is listed once more.
    if (code !== null && !text.includes(code.trim()))
      parts.push({ type: 'code', text: code, language: textOf(block['languageId']) });
  }
  if (isObject(bubble['toolFormerData'])) parts.push(...toolParts(bubble['toolFormerData'], nativeId));
  for (const item of [...arrayOf(bubble['webReferences']), ...arrayOf(bubble['docsReferences'])]) {
    const source = objectOf(item);
    const [url, title] = [textOf(source['url']), textOf(source['title'])];
    if (url !== null || title !== null) parts.push({ type: 'citation', url, title });
  }
  const error = objectOf(bubble['errorDetails']);
  const failed = textOf(error['message']) ?? textOf(error['title']);
  if (failed !== null) parts.push({ type: 'text', text: failed, source: 'injected' });
  const model = textOf(objectOf(bubble['modelInfo'])['modelName']);
  return {
    nativeId,
    role: 'assistant',
    origin: 'assistant',
    model: model === 'default' ? null : model,
    usage: tokensOf(bubble['tokenCount']),
    createdAt,
    parts,
  };
}

function tokensOf(value: unknown): Usage | null {
  const count = objectOf(value);
  return usageOf(numberOf(count['inputTokens']), numberOf(count['outputTokens']));
}

/** When it was asked for; some versions count from the start of the program, which is no time. */
function timeIn(value: unknown): number | null {
  const timing = objectOf(value);
  return timeOf(timing['clientRpcSendTime']) ?? timeOf(timing['clientStartTime']) ?? timeOf(timing['clientEndTime']);
}

export function pathOf(uri: unknown): string | null {
  if (typeof uri === 'string') return uri === '' ? null : uri;
  const fields = objectOf(uri);
  return textOf(fields['fsPath']) ?? textOf(fields['path']) ?? textOf(fields['external']);
}

/** Texts of an editor's document: its leaves, a paragraph a line. */
export function richText(value: unknown): string {
  let document: unknown = value;
  if (typeof value === 'string') {
    document = parsedText(value);
    if (document === undefined) return value;
  }
  const lines: string[] = [];
  let line = '';
  const waiting: unknown[] = [document];
  for (let at = 0; at < MOST && waiting.length > 0; at++) {
    const node = waiting.pop();
    if (node === NEWLINE) {
      lines.push(line);
      line = '';
      continue;
    }
    if (!isObject(node)) continue;
    line += stringOf(node['text']) ?? '';
    if (node['type'] === 'paragraph') waiting.push(NEWLINE);
    const children = [...arrayOf(node['children']), ...arrayOf(node['content'])];
    if (isObject(node['root'])) children.push(node['root']);
    for (const child of children.toReversed()) waiting.push(child);
  }
  if (line !== '') lines.push(line);
  return lines.join('\n');
}

const NEWLINE = Symbol('the end of a paragraph');
/** Nodes of a document that are walked. */
const MOST = 100_000;
