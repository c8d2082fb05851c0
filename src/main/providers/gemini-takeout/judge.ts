import { isObject, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';
import { MARKER } from './html-record.ts';
import { isGemini } from './verbs.ts';

/** Is it Google's record of what was done in Gemini? By shape: names of folders and files are translated. Source: formats, §7.2. */
export function judge(sample: Sample): Claim | null {
  const { kind, base, head, values } = sample;
  if (kind === 'json-array') {
    const activities = values.filter(isActivity);
    if (activities.length * 2 <= values.length) return null;
    const gemini = activities.some((activity) => isGemini(...namesOf(activity)));
    return gemini || !namesAnother(sample) ? { as: 'elements', score: 92 } : another(activities.flatMap(namesOf)[0]);
  }
  if (kind !== 'html' && kind !== 'text') return null;
  if (base === 'archive_browser.html') return { as: 'ignored', score: 60, reason: 'the list of what Takeout packed' };
  if (/^gemini_(?:gems|scheduled_actions)_data\.(?:html|json)$/.test(base)) {
    return { as: 'ignored', score: 60, reason: 'Gems and scheduled actions of Gemini, not conversations' };
  }
  const at = head.indexOf(MARKER);
  if (at === -1 || !head.includes('content-cell')) return null;
  const product = /<(?:p class="mdl-typography--title"|h3)>([^<]{1,80})</.exec(head)?.[1];
  if (product !== undefined && !isGemini(head.slice(at)) && namesAnother(sample)) return another(product);
  return { as: 'pieces', marker: MARKER, score: product === undefined ? 60 : 92 };
}

function isActivity(value: unknown): value is JsonObject {
  return isObject(value) && 'title' in value && 'time' in value && ('header' in value || 'products' in value);
}

function namesOf(activity: JsonObject): string[] {
  const { header, products } = activity;
  return [header, ...(Array.isArray(products) ? products : [])].filter((name) => typeof name === 'string');
}

/** Takeout keeps each product in a folder of its own; only a file that is alone may mix them. */
function namesAnother({ name }: Sample): boolean {
  const folders = name.split('/').slice(0, -1);
  return folders.length >= 2 && !isGemini(...folders);
}

function another(product: string | undefined): Claim {
  return {
    as: 'ignored',
    score: 85,
    reason: `activity in another product of Google${product === undefined ? '' : ` (${product.trim().slice(0, 60)})`}`,
  };
}
