import { isObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Is it a prompt of AI Studio, and of which kind? By shape: the files have no extension. Source: formats, §7.1. */
export function judge(sample: Sample): Claim | null {
  if (sample.kind !== 'json-object') return null;
  const { keys } = sample;
  const has = (key: string): boolean => keys.includes(key);
  if (has('chunkedPrompt')) return { as: 'whole', score: 95 };
  if (has('runSettings') && (has('dataPrompt') || has('textPrompt'))) {
    const kind = has('dataPrompt') ? 'structured' : 'freeform';
    return {
      as: 'ignored',
      score: 90,
      reason: `a ${kind} prompt of AI Studio, which holds examples and no conversation; not supported`,
    };
  }
  // The settings come first; what follows may lie beyond the sample.
  const [value] = sample.values;
  const settings = isObject(value) ? value['runSettings'] : undefined;
  const model = isObject(settings) ? settings['model'] : undefined;
  return typeof model === 'string' && model.startsWith('models/') ? { as: 'whole', score: 80 } : null;
}
