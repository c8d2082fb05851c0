import { isObject, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';
import { lineOf } from './line.ts';

/** Is it Codex's, and what? By shape. Source: formats, §1.3 and §6.1. */
export function judge(sample: Sample): Claim | null {
  const { base, keys, kind } = sample;
  if (kind === 'sqlite' && /^(?:thread_history|state|logs)_?[\w-]*\.sqlite$/.test(base)) {
    return { as: 'ignored', score: 60, reason: 'state of Codex, not a transcript; the threads are in the files beside it' };
  }
  if (kind === 'empty' && /^rollout-.*\.jsonl$/.test(base)) return { as: 'ignored', score: 60, reason: 'an empty session file' };
  if (kind === 'json-object' && keys.includes('session') && keys.includes('items')) return { as: 'whole', score: 85 };
  if (kind !== 'jsonl' && kind !== 'text' && kind !== 'json-object') return null;
  return ofLines(sample);
}

function ofLines(sample: Sample): Claim | null {
  const objects = sample.values.filter(isObject);
  if (objects.length === 0) {
    const shows =
      /^\s*\{"timestamp":"[^"]*","(?:ordinal":\d+,")?type":"(?:session_meta|response_item|turn_context|event_msg|compacted)"/;
    return shows.test(sample.head) ? { as: 'whole', score: 60 } : null;
  }
  const share = (test: (value: JsonObject) => boolean): number => objects.filter(test).length / objects.length;
  if (share((o) => typeof o['session_id'] === 'string' && 'ts' in o && 'text' in o) > 0.5) {
    return { as: 'ignored', score: 80, reason: 'the history of prompts, not a transcript' };
  }
  if (share((o) => typeof o['thread_name'] === 'string' && 'id' in o && 'updated_at' in o) > 0.5) {
    return { as: 'side', score: 80, reason: 'titles of threads, kept with them' };
  }
  if (share(isEnvelope) > 0.5) return { as: 'whole', score: 95 };
  if (objects.some((o) => o['type'] === 'thread.started') && share(isExec) > 0.5) return { as: 'whole', score: 90 };
  const bare = objects.some((o) => 'record_type' in o || (!('type' in o) && 'instructions' in o && 'timestamp' in o));
  if (bare && share((o) => lineOf(o)?.kind !== 'unknown') > 0.5) return { as: 'whole', score: 90 };
  if (share(isBareItem) > 0.5) return { as: 'whole', score: 75 };
  if (share(isExec) > 0.8) return { as: 'whole', score: 70 };
  // Early fixtures: one message per line with a role and a time. Others write lines like that as well.
  return share(isLoose) > 0.8 ? { as: 'whole', score: 30 } : null;
}

function isEnvelope(value: JsonObject): boolean {
  const kind = 'payload' in value ? lineOf(value)?.kind : undefined;
  return kind !== undefined && kind !== 'unknown' && typeof value['type'] === 'string';
}

function isBareItem(value: JsonObject): boolean {
  const type = value['type'];
  if (type === 'message') return typeof value['role'] === 'string' && Array.isArray(value['content']) && !('message' in value);
  return (
    typeof type === 'string' &&
    /^(?:function_call|custom_tool_call|local_shell_call)(?:_output)?$/.test(type) &&
    'call_id' in value
  );
}

function isExec(value: JsonObject): boolean {
  return typeof value['type'] === 'string' && /^(?:thread\.started|turn\.\w+|item\.\w+|error)$/.test(value['type']);
}

function isLoose(value: JsonObject): boolean {
  if (typeof value['timestamp'] !== 'string' || 'message' in value || 'uuid' in value) return false;
  if (value['type'] === 'tool_call' || value['type'] === 'tool_result') return true;
  return !('type' in value) && typeof value['role'] === 'string' && 'content' in value;
}
