import { arrayOf, isObject, type JsonObject, objectOf } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Is it Cursor's, and what? By tables and the shape of lines. Source: formats, §1.3 and §8.5. */
export function judge(sample: Sample): Claim | null {
  switch (sample.kind) {
    case 'sqlite':
      return ofTables(sample);
    case 'jsonl':
      return ofLines(sample.values.filter(isObject));
    case 'json-object': {
      if (sample.base === 'meta.json' && sample.keys.includes('createdAtMs') && sample.keys.includes('title')) {
        return { as: 'side', score: 70, reason: 'the title of a session, kept with it' };
      }
      // VS Code has the same beside its sessions.
      const place =
        sample.base === 'workspace.json' &&
        /cursor/i.test(sample.name) &&
        (sample.keys.includes('folder') || sample.keys.includes('workspace'));
      if (place) return { as: 'side', score: 41, reason: 'the folder of a workspace, kept with its conversations' };
      return ofLines(sample.values.filter(isObject));
    }
    case 'json-array': {
      const prompts = sample.base === 'prompt_history.json' && sample.values.every((value) => typeof value === 'string');
      return prompts ? { as: 'ignored', score: 60, reason: 'the history of prompts, not a transcript' } : null;
    }
    case 'text':
      return inTranscripts(sample, 'txt') && /^(?:user|assistant):[ \t]*\r?\n/.test(sample.head)
        ? { as: 'whole', score: 60 }
        : null;
    case 'empty':
      return inTranscripts(sample, 'jsonl') ? { as: 'ignored', score: 60, reason: 'an empty transcript' } : null;
    case 'html':
    case 'binary':
      return null;
  }
}

function inTranscripts({ name }: Sample, ending: string): boolean {
  return name.endsWith(`.${ending}`) && /(?:^|\/)agent-transcripts\//.test(name);
}

function ofTables(sample: Sample): Claim | null {
  const tables = new Set(sample.keys);
  const columns = objectOf(sample.values[0]);
  const has = (table: string, ...names: readonly string[]): boolean => {
    const found = new Set(arrayOf(columns[table]));
    return names.every((name) => found.has(name));
  };
  if (has('cursorDiskKV', 'key', 'value')) return { as: 'tables', score: 92 };
  if (has('blobs', 'id', 'data') && has('meta', 'key', 'value') && tables.size <= 4) return { as: 'tables', score: 88 };
  // VS Code and its other descendants keep state in a table like that, without conversations that are known here.
  return tables.has('ItemTable') && has('ItemTable', 'key', 'value') ? { as: 'tables', score: 45 } : null;
}

function ofLines(objects: readonly JsonObject[]): Claim | null {
  if (objects.length === 0) return null;
  const share = objects.filter(isLine).length / objects.length;
  return share > 0.5 ? { as: 'whole', score: 80 } : null;
}

/** Others write a role into the message; Claude Code has `type` and ids. */
function isLine(value: JsonObject): boolean {
  const { role, message } = value;
  return (
    (role === 'user' || role === 'assistant') &&
    isObject(message) &&
    'content' in message &&
    !('uuid' in value) &&
    !('id' in value)
  );
}
