import { arrayOf, isObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Is it OpenCode's, and what? By shape; of the storage tree, by the ids that tie its files together. Source: formats, §8.6. */
export function judge(sample: Sample): Claim | null {
  if (sample.kind === 'sqlite') return ofTables(sample);
  if (/(?:^|\/)storage\/(?:project|session_diff|todo|share|session_share|permission|migration)(?:\/|$)/.test(sample.name)) {
    return { as: 'ignored', score: 60, reason: 'state of OpenCode, not a transcript' };
  }
  if (sample.kind !== 'json-object') return null;
  const [value] = sample.values;
  return isObject(value) ? ofObject(sample, value) : null;
}

function ofTables(sample: Sample): Claim | null {
  const tables = new Set(sample.keys);
  const columns = objectOf(sample.values[0]);
  const session = new Set(arrayOf(columns['session']));
  const ours = session.has('directory') && (session.has('project_id') || session.has('parent_id'));
  if (!ours || !(tables.has('session_message') || (tables.has('message') && tables.has('part')))) return null;
  return { as: 'tables', score: 90 };
}

function ofObject(sample: Sample, value: { readonly [key: string]: unknown }): Claim | null {
  if (sample.keys.includes('info') && sample.keys.includes('messages')) {
    const info = objectOf(value['info']);
    const messages = arrayOf(value['messages']).slice(0, 20).filter(isObject);
    const shaped =
      messages.length === 0
        ? 'directory' in info || 'projectID' in info
        : messages.some((message) => isObject(message['info']) && 'parts' in message);
    return shaped ? { as: 'whole', score: 92 } : null;
  }
  const id = textOf(value['id']);
  if (id === null) return null;
  const session = textOf(value['sessionID']);
  if (session !== null) {
    const message = typeof value['role'] === 'string' && isObject(value['time']);
    const part = typeof value['messageID'] === 'string' && typeof value['type'] === 'string';
    return message || part ? { as: 'joined', record: session, score: 88 } : null;
  }
  if (isObject(value['time']) && ('projectID' in value || 'directory' in value) && ('title' in value || 'version' in value)) {
    return { as: 'joined', record: id, score: 86 };
  }
  // Early parts name neither their session nor their message: their folder does.
  if (typeof value['type'] === 'string' && /(?:^|\/)part\/[^/]+\/[^/]+\.json$/.test(sample.name)) {
    return { as: 'side', score: 50, reason: 'a part of a message, kept with it' };
  }
  return null;
}
