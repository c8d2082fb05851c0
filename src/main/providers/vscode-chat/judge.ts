import { arrayOf, isObject, type JsonObject, objectOf } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Is it a chat of VS Code, or a trace of Visual Studio's? By shape. Source: formats, §1.2, §1.3 and §8.8. */
export function judge(sample: Sample): Claim | null {
  if (/(?:^|\/)chatEditingSessions\//.test(sample.name) && sample.kind !== 'jsonl') {
    return { as: 'ignored', score: 60, reason: 'undo state of edits, not a transcript' };
  }
  if (sample.kind !== 'json-object' && sample.kind !== 'jsonl') return null;
  const objects = sample.values.filter(isObject);
  const [first] = objects;
  if (sample.kind === 'json-object' && sample.keys.includes('requests') && isSession(objectOf(first), sample.keys)) {
    return { as: 'whole', score: 92 };
  }
  if (first !== undefined && first['kind'] === 0 && isObject(first['v']) && 'requests' in first['v'])
    return { as: 'whole', score: 94 };
  if (sample.base === 'workspace.json' && sample.keys.includes('folder')) {
    return { as: 'side', score: 40, reason: 'the folder of a workspace, kept with its conversations' };
  }
  if (objects.length > 0 && objects.every((value) => Array.isArray(value['resourceSpans']))) {
    return sample.head.includes('gen_ai.')
      ? { as: 'whole', score: 85 }
      : { as: 'ignored', score: 60, reason: 'a trace without conversations' };
  }
  return objects.length > 1 && objects.every(isOperation) ? { as: 'whole', score: 60 } : null;
}

function isSession(value: JsonObject, keys: readonly string[]): boolean {
  const named = ['responderUsername', 'requesterUsername', 'initialLocation', 'sessionId', 'creationDate'].some((key) =>
    keys.includes(key),
  );
  const request = objectOf(arrayOf(value['requests'])[0]);
  return (
    named &&
    Array.isArray(value['requests']) &&
    (Object.keys(request).length === 0 || 'message' in request || 'response' in request)
  );
}

function isOperation(value: JsonObject): boolean {
  const { kind, k } = value;
  return typeof kind === 'number' && kind >= 0 && kind <= 3 && (kind === 0 ? 'v' in value : Array.isArray(k));
}
