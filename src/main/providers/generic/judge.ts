import { isObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';
import { isDialogue, messagesIn, pairIn } from './shape.ts';

/** Settings and lists of packages, whatever stands in them. */
const settings =
  /^(?:package(?:-lock)?|composer|tsconfig.*|jsconfig|settings|launch|tasks|manifest|openapi|swagger|.*\.config|.*rc)\.json$/;

/** The last resort: anything that has roles and words. Every format that is known claims its own with more. */
export function judge(sample: Sample): Claim | null {
  const { base, kind, values } = sample;
  if (settings.test(base)) return null;
  if (kind === 'jsonl') {
    if (most(values, isConversation)) return { as: 'lines', score: 15 };
    return isDialogue(values) ? { as: 'whole', score: 8 } : null;
  }
  if (kind === 'json-array') {
    if (most(values, isConversation)) return { as: 'elements', score: 15 };
    return isDialogue(values) ? { as: 'whole', score: 10 } : null;
  }
  const value = values[0];
  if (kind !== 'json-object' || !isObject(value)) return null;
  for (const [key, inner] of Object.entries(value)) {
    if (Array.isArray(inner) && inner.length > 0 && most(inner.slice(0, 5), isConversation)) {
      return { as: 'elements', at: key, score: 12 };
    }
  }
  return isConversation(value) ? { as: 'whole', score: 15 } : null;
}

function most(values: readonly unknown[], test: (value: unknown) => boolean): boolean {
  return values.length > 0 && values.filter(test).length * 2 > values.length;
}

function isConversation(value: unknown): boolean {
  return messagesIn(value) !== null || pairIn(value) !== null;
}
