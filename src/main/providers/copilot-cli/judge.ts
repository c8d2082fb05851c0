import { isObject, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

const EVENT = /^(?:session|user|assistant|tool|hook|subagent|system|skill|permission|external_tool|command|exit_plan_mode)\.\w+$/;

/** Is it Copilot CLI's? Lines of events with `data`, whose types are of its families. Source: formats, §1.3 and §8.7. */
export function judge(sample: Sample): Claim | null {
  if (sample.base === 'workspace.yaml' && /^(?:id|cwd|summary|git_root|branch|created_at): /m.test(sample.head)) {
    return { as: 'side', score: 60, reason: 'the title of a session, kept with it' };
  }
  if (sample.kind !== 'jsonl' && sample.kind !== 'json-object') return null;
  const objects = sample.values.filter(isObject);
  if (objects.length === 0) return null;
  const share = objects.filter(isEvent).length / objects.length;
  return share > 0.5 ? { as: 'whole', score: 93 } : null;
}

function isEvent(value: JsonObject): boolean {
  const { type } = value;
  if (typeof type !== 'string' || !isObject(value['data'])) return false;
  return (EVENT.test(type) || type === 'abort') && 'id' in value && ('timestamp' in value || 'parentId' in value);
}
