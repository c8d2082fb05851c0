import { arrayOf, isObject, jsonOf, numberOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { jsonInText, readableJson } from '../reading/json-text.ts';
import { idOf } from '../reading/record-reader.ts';
import { runResult } from './details.ts';
import { knownKeys } from './known-keys.ts';

/** The typed items of an answer (2026), which `content` repeats as text. */
export function outputParts(items: readonly unknown[], drift: DriftCounter): readonly Part[] {
  const parts: Part[] = [];
  for (const item of items) {
    if (!isObject(item)) continue;
    drift.fields(item, knownKeys.output, 'message.output');
    const type = textOf(item['type']) ?? '';
    switch (type) {
      case 'message': {
        const text = textsOf(item['content']);
        if (text !== '') parts.push({ type: 'text', text });
        break;
      }
      case 'reasoning': {
        const seconds = numberOf(item['duration']);
        const text = textsOf(item['content']) || textsOf(item['summary']);
        parts.push({
          type: 'thinking',
          text,
          ...(seconds !== null && seconds > 0 ? { durationMs: Math.round(seconds * 1000) } : {}),
        });
        break;
      }
      case 'function_call':
        parts.push({
          type: 'tool-call',
          callId: callOf(item),
          name: textOf(item['name']) ?? 'tool',
          input: jsonInText(item['arguments'] ?? null),
        });
        break;
      case 'function_call_output':
        parts.push({ type: 'tool-result', callId: callOf(item), text: textsOf(item['output']), outcome: outcomeOf(item) });
        break;
      case 'open_webui:code_interpreter': {
        const code = textOf(item['code']) ?? '';
        const language = textOf(item['lang']) ?? textOf(item['language']);
        const callId = idOf(item['id']) ?? derivedId('code', code);
        parts.push({
          type: 'tool-call',
          callId,
          name: 'code_interpreter',
          input: { code, ...(language === null ? {} : { language }) },
        });
        if (item['output'] !== undefined && item['output'] !== null) parts.push(runResult(callId, item['output']));
        break;
      }
      default:
        drift.type('message.output.type', type, item);
        parts.push({ type: 'unknown', kind: type === '' ? 'output' : type, data: jsonOf(item) });
    }
  }
  return parts;
}

function callOf(item: JsonObject): string {
  return idOf(item['call_id']) ?? idOf(item['id']) ?? derivedId('call', textOf(item['name']));
}

/** Only a failure is stated: a call that is `completed` may have failed all the same. */
function outcomeOf(item: JsonObject): 'error' | 'unknown' {
  return item['status'] === 'failed' || item['status'] === 'error' ? 'error' : 'unknown';
}

/** The texts of a list of typed pieces, or the text itself. */
function textsOf(value: unknown): string {
  if (!Array.isArray(value)) return readableJson(value ?? null);
  return arrayOf(value)
    .map((piece) => textOf(piece) ?? (isObject(piece) ? (textOf(piece['text']) ?? '') : ''))
    .join('');
}
