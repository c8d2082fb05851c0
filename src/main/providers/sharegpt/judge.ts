import { isObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';
import { speakerOf } from '../reading/role-words.ts';

/** The keys under which a conversation keeps its turns. */
export const turnKeys = ['conversations', 'items', 'conversation'] as const;

/** Turns that say `from` and `value`. Source: formats §1.2, §8.12. */
export function judge(sample: Sample): Claim | null {
  const { kind, values } = sample;
  if (kind === 'json-object') return isConversation(values[0]) ? { as: 'whole', score: 85 } : null;
  if (kind !== 'jsonl' && kind !== 'json-array') return null;
  if (values.filter(isConversation).length * 2 > values.length) {
    return { as: kind === 'jsonl' ? 'lines' : 'elements', score: 85 };
  }
  // A list of turns alone.
  return kind === 'json-array' && values.length > 0 && values.every(isTurn) ? { as: 'whole', score: 80 } : null;
}

function isConversation(value: unknown): boolean {
  if (!isObject(value)) return false;
  return turnKeys.some((key) => {
    const turns = value[key];
    if (!Array.isArray(turns) || turns.length === 0) return false;
    const seen = turns.slice(0, 5);
    return seen.filter(isTurn).length * 2 > seen.length;
  });
}

function isTurn(value: unknown): boolean {
  if (!isObject(value) || !('value' in value)) return false;
  const from = value['from'];
  return speakerOf(from) !== null || from === 'function_call' || from === 'tool_call';
}
