import { arrayOf, isObject, objectOf } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Judges an entry: `conversations[].responses` is a Grok export, whatever the file is called. Source: formats §8.1. */
export function judge(sample: Sample): Claim | null {
  if (assetOf(sample.name) !== null)
    return { as: 'side', score: assetScore(sample.name), reason: 'a file of the export, kept with the message that shows it' };
  if (sample.kind === 'json-array') return sample.values.some(isConversation) ? { as: 'elements', score: 92 } : null;
  if (sample.kind !== 'json-object') return null;
  const value = objectOf(sample.values[0]);
  if (isConversation(value)) return { as: 'whole', score: 92 };
  const list = value['conversations'];
  if (arrayOf(list).slice(0, 5).some(isConversation)) return { as: 'elements', at: 'conversations', score: 95 };
  const named = sample.base === 'prod-grok-backend.json';
  if (named && (sample.keys.includes('conversations') || sample.head.includes('"conversations"')))
    return { as: 'elements', at: 'conversations', score: 88 };
  // Its first conversation is longer than what is looked at.
  if (sample.keys.includes('conversations') && /"responses"\s*:\s*\[\s*\{\s*"response"/.test(sample.head))
    return { as: 'elements', at: 'conversations', score: 85 };
  const member = MEMBERS.find(([pattern]) => pattern.test(sample.base));
  if (member !== undefined) return { as: 'ignored', score: 60, reason: member[1] };
  return null;
}

const MEMBERS: readonly (readonly [RegExp, string])[] = [
  [/^prod-mc-auth.*\.json$/, 'account data and sessions, which are not imported'],
  [/^prod-mc-billing.*\.json$/, 'subscriptions and payments, which are not imported'],
  [/^prod-mc-[a-z-]+\.json$/, 'other data of the account, which is not imported'],
];

function isConversation(value: unknown): boolean {
  return isObject(value) && isObject(value['conversation']) && Array.isArray(value['responses']);
}

/** The id of an asset by the name of its entry (`…/<id>/content`, without an extension); null for other entries. */
export function assetOf(name: string): string | null {
  const match =
    /(?:^|\/)(?:prod-mc-asset-server\/([^/]+)|([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}))\/content$/i.exec(
      name,
    );
  return match === null ? null : (match[1] ?? match[2] ?? '').toLowerCase();
}

/** A folder named by an id alone may be anything: then the shape of what is in it counts for more. */
function assetScore(name: string): number {
  return name.includes('prod-mc-asset-server/') ? 98 : 50;
}
