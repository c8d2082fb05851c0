import { isObject, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Is it pi's? Lines of entries in a tree; most begin with the header of a session. Source: formats, §1.3 and §8.11. */
export function judge(sample: Sample): Claim | null {
  if (sample.kind !== 'jsonl' && sample.kind !== 'json-object') return null;
  const objects = sample.values.filter(isObject);
  if (objects.length === 0) return null;
  const entries = objects.filter(isEntry).length / objects.length;
  if (objects.some(isHeader)) return objects.length === 1 || entries > 0.3 ? { as: 'whole', score: 92 } : null;
  return entries > 0.6 && objects.some((o) => isObject(o['message'])) ? { as: 'whole', score: 70 } : null;
}

function isHeader(value: JsonObject): boolean {
  return value['type'] === 'session' && typeof value['id'] === 'string' && ('cwd' in value || 'version' in value);
}

/** Claude Code's lines have `uuid` and `parentUuid`, Copilot's have `data`. */
function isEntry(value: JsonObject): boolean {
  if (isHeader(value)) return true;
  if (typeof value['type'] !== 'string' || 'uuid' in value || 'data' in value || typeof value['id'] !== 'string') return false;
  return 'parentId' in value || (value['type'] === 'message' && isObject(value['message']));
}
