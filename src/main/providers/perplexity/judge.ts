import { arrayOf, isObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Judges an entry by its shape: `entries[].query_str`, or turns of `query` and `answer` under a thread. Source: formats §1.2, §8.4. */
export function judge(sample: Sample): Claim | null {
  if (sample.kind === 'json-array') {
    if (sample.values.some(isThread)) return { as: 'elements', score: 90 };
    return sample.values.some(isEntry) ? { as: 'whole', score: 88 } : null;
  }
  if (sample.kind !== 'json-object') return null;
  const value = objectOf(sample.values[0]);
  if (isThread(value)) return { as: 'whole', score: 92 };
  const isNamed = sample.keys.includes('metadata') && sample.keys.includes('conversations') && /perplexity\.ai/.test(sample.head);
  if (isNamed || (sample.keys.includes('entries') && sample.head.includes('"query_str"'))) return { as: 'whole', score: 85 };
  return null;
}

export function isThread(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (arrayOf(value['entries']).slice(0, 5).some(isEntry)) return true;
  const metadata = objectOf(value['metadata']);
  if (!Array.isArray(value['conversations'])) return false;
  const isPerplexity = 'thread_id' in metadata || (textOf(metadata['thread_url'])?.includes('perplexity.ai') ?? false);
  return (
    isPerplexity && value['conversations'].slice(0, 5).every((turn) => !isObject(turn) || 'query' in turn || 'answer' in turn)
  );
}

export function isEntry(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['query_str'] === 'string' &&
    ('blocks' in value || 'text' in value || 'uuid' in value || 'backend_uuid' in value)
  );
}
