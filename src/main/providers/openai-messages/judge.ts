import { isObject, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';
import { speakerOf } from '../reading/role-words.ts';

/**
 * Messages with roles as the APIs of OpenAI and Anthropic take and give them. Many programs keep something like it in a shape of their
 * own, and claim that with more. Source: formats §8.12.
 */
export function judge(sample: Sample): Claim | null {
  const { kind, values } = sample;
  if (kind === 'json-object') return isDialogue(values[0]) ? { as: 'whole', score: 50 } : null;
  if (kind === 'jsonl') return most(values, isDialogue) ? { as: 'lines', score: 50 } : null;
  if (kind !== 'json-array') return null;
  if (most(values, isDialogue) || most(values, isMessages)) return { as: 'elements', score: 50 };
  return isMessages(values) ? { as: 'whole', score: 45 } : null;
}

function most(values: readonly unknown[], test: (value: unknown) => boolean): boolean {
  return values.length > 0 && values.filter(test).length * 2 > values.length;
}

/** An object with messages, a request, or an answer; also inside `request`, `response` and `body` as logs and batches have it. */
function isDialogue(value: unknown): boolean {
  if (!isObject(value)) return false;
  return isCall(value) || ['request', 'response', 'body'].some((key) => isWrapped(value[key]));
}

function isWrapped(value: unknown): boolean {
  return isObject(value) && (isCall(value) || (isObject(value['body']) && isCall(value['body'])));
}

function isCall(value: JsonObject): boolean {
  if (isMessages(value['messages'])) return !('mapping' in value);
  const choices = value['choices'];
  if (Array.isArray(choices)) return choices.slice(0, 5).some((choice) => isObject(choice) && isMessage(choice['message']));
  return (
    value['type'] === 'message' && value['role'] === 'assistant' && Array.isArray(value['content']) && 'stop_reason' in value
  );
}

function isMessages(value: unknown): boolean {
  return Array.isArray(value) && most(value.slice(0, 5), isMessage);
}

function isMessage(value: unknown): boolean {
  if (!isObject(value) || speakerOf(value['role']) === null) return false;
  const { content } = value;
  if ('content' in value) return content === null || typeof content === 'string' || Array.isArray(content);
  return Array.isArray(value['tool_calls']) || isObject(value['function_call']);
}
