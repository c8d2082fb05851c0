import { isObject, textOf } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';
import { stateTypes } from './records.ts';

/** Is it Claude Code's, and what? By shape; names decide only what has no shape of its own. Source: formats, §1.3 and §5.1. */
export function judge(sample: Sample): Claim | null {
  const known = byName(sample);
  if (known !== null) return known;
  if (sample.kind === 'json-object') return ofObject(sample);
  if (sample.kind !== 'jsonl' && sample.kind !== 'text') return null;
  return ofLines(sample);
}

function ignored(reason: string, score = 80): Claim {
  return { as: 'ignored', score, reason };
}

const SESSION_FILE = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|agent-[\w-]+)\.jsonl$/;
const STATE_FOLDER =
  /(?:^|\/)(?:\.claude\/(?:todos|plans|statsig|ide|debug|session-env|plugins|cache|telemetry|tasks|teams)|file-history|shell-snapshots)\//;

function byName(sample: Sample): Claim | null {
  const { name, base } = sample;
  if (/^agent-acompact-.*\.jsonl$/.test(base)) return ignored('the helper that compacts a conversation, not a conversation');
  if (/(?:^|\/)tool-results\/[^/]+$/.test(name))
    return { as: 'side', score: 60, reason: 'a long tool result, kept with its session' };
  if (/^agent-.*\.meta\.json$/.test(base)) return { as: 'side', score: 80, reason: 'what a subagent is called, kept with it' };
  if (/(?:^|\/)todos\/[^/]+-agent-[^/]+\.json$/.test(name)) return ignored('a to-do list of a session, not a transcript', 60);
  if (STATE_FOLDER.test(name)) return ignored('state of Claude Code, not a transcript', 60);
  if (sample.kind === 'empty' && SESSION_FILE.test(base)) return ignored('an empty session file', 60);
  return null;
}

function ofObject(sample: Sample): Claim | null {
  const keys = new Set(sample.keys);
  if (keys.has('loglines')) return { as: 'whole', score: 95 };
  if (sample.base === 'sessions-index.json' && keys.has('entries')) {
    return { as: 'side', score: 85, reason: 'titles of sessions, kept with them' };
  }
  if (keys.has('runId') && (keys.has('workflowProgress') || keys.has('workflowName')))
    return ignored('the state of a workflow run');
  const [value] = sample.values;
  return isRecord(value) ? { as: 'whole', score: 70 } : null;
}

function ofLines(sample: Sample): Claim | null {
  const objects = sample.values.filter(isObject);
  if (objects.length === 0) {
    // A first line longer than the sample: all there is to see is its beginning.
    return /"(?:parentUuid|isSidechain|leafUuid)"\s*:/.test(sample.head) ? { as: 'whole', score: 60 } : null;
  }
  const share = (test: (value: (typeof objects)[number]) => boolean): number => objects.filter(test).length / objects.length;
  if (share((o) => typeof o['display'] === 'string' && 'timestamp' in o && ('project' in o || 'pastedContents' in o)) > 0.5) {
    return ignored('the history of prompts, not a transcript');
  }
  if (share((o) => (o['type'] === 'started' || o['type'] === 'result') && typeof o['key'] === 'string' && 'agentId' in o) > 0.5) {
    return ignored('the journal of a workflow run');
  }
  if (objects.every((o) => (textOf(o['agentId']) ?? '').startsWith('acompact-'))) {
    return ignored('the helper that compacts a conversation, not a conversation');
  }
  const records = share(isRecord);
  if (records === 0) return null;
  const linked = share((o) => typeof o['sessionId'] === 'string' || 'parentUuid' in o || 'leafUuid' in o);
  return { as: 'whole', score: Math.round((linked > 0 ? 90 : 60) * (records < 0.3 ? 0.5 : 1)) };
}

/** A line of a transcript: a message, or one of the state records. */
function isRecord(value: unknown): boolean {
  if (!isObject(value)) return false;
  const type = value['type'];
  if (typeof type !== 'string') return false;
  if (type === 'user' || type === 'assistant') return 'message' in value && !('payload' in value);
  const session = typeof value['sessionId'] === 'string';
  if (type === 'system' || type === 'attachment') return session || 'parentUuid' in value;
  if (type === 'summary') return 'leafUuid' in value || isObject(value['message']);
  if (type === 'file-history-snapshot') return 'snapshot' in value;
  return stateTypes.has(type) && (session || typeof value['uuid'] === 'string');
}
