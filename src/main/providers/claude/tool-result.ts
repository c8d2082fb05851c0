import { arrayOf, isObject, jsonOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json, Part, ToolResultPart } from '../../../shared/model.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import type { Attachments } from './attachments.ts';

/** A `tool_result`: one result with all its texts, then pictures, files and what is not known. Source: formats §4.4. */
export function resultParts(
  block: JsonObject,
  callId: string,
  messageId: string,
  attachments: Attachments,
  drift: DriftCounter,
): readonly Part[] {
  const { content } = block;
  const texts: string[] = typeof content === 'string' ? [content] : [];
  const others: Part[] = [];
  const links: Json[] = [];
  for (const item of arrayOf(content)) {
    if (typeof item === 'string') texts.push(item);
    if (!isObject(item)) continue;
    switch (item['type']) {
      case 'text':
        texts.push(textOf(item['text']) ?? '');
        break;
      case 'knowledge': {
        const title = textOf(item['title']);
        const url = textOf(item['url']);
        texts.push([title, url, textOf(item['text'])].filter((part) => part !== null).join('\n'));
        if (url !== null) links.push({ title, url });
        break;
      }
      case 'image':
      case 'document':
      case 'local_resource':
        others.push(attachments.block(item, messageId) ?? { type: 'unknown', kind: item['type'], data: jsonOf(item) });
        break;
      default: {
        const kind = textOf(item['type']) ?? 'block';
        drift.type('message.content.content.type', kind, item);
        const text = textOf(item['text']);
        if (text !== null) texts.push(text);
        others.push({ type: 'unknown', kind, data: jsonOf(item) });
      }
    }
  }
  const text = texts.filter((part) => part !== '').join('\n\n');
  const name = textOf(block['name']);
  const result: ToolResultPart = {
    type: 'tool-result',
    callId,
    text: text === '' && others.length === 0 ? insteadOf(block) : text,
    outcome: block['is_error'] === true ? 'error' : block['is_error'] === false ? 'ok' : 'unknown',
    ...(links.length === 0 ? {} : { details: { links } }),
    ...(name === null ? {} : { name }),
  };
  return [result, ...others];
}

/** Of a result without content: what the window shows instead, else its data, else its message. */
function insteadOf(block: JsonObject): string {
  const shown = objectOf(block['display_content']);
  const text =
    textOf(shown['text']) ??
    textOf(shown['json_block']) ??
    (Array.isArray(shown['table']) ? shown['table'].map((row) => arrayOf(row).join('\t')).join('\n') : null) ??
    (isObject(block['structured_content']) ? rawOf(block['structured_content']) : null);
  return text !== null && text !== '' ? text : (textOf(block['message']) ?? '');
}
