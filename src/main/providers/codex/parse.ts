import { arrayOf, isObject, type JsonObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Parsed, ParsedConversation, ParsedMessage, RawRecord } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { DriftCounter } from '../reading/drift.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { readJsonRecord } from '../reading/json-record.ts';
import { Rollout } from './rollout.ts';
import { type Thread, threadOf } from './thread.ts';

/** Parses one thread: a rollout of any generation, the single JSON of early 2025, or the output of `codex exec --json`. */
export function parseRollout(record: RawRecord): Parsed {
  const drift = new DriftCounter();
  const rollout = new Rollout(drift);
  const session = singleJson(record.bytes);
  if (session === null) {
    readJsonLines(record.bytes, {
      value: (value, line) => rollout.read(value, `line ${line}`),
      broken: (issue) => rollout.issues.push(issue),
    });
  } else {
    rollout.read({ type: 'session_meta', payload: session.header }, 'session');
    session.items.forEach((item, i) => rollout.read(item, `items.${i}`));
  }
  rollout.finish();
  const thread = threadOf(rollout.lines, rollout.threads);
  const talks = thread.drafts.some((draft) => draft.origin === 'person' || draft.role === 'assistant');
  const { issues } = rollout;
  if (!talks) {
    const ignored = { conversations: 1, messages: rollout.ignored + thread.repeated + thread.drafts.length };
    const reason = reasonOf(rollout, thread);
    return { conversations: [], issues, drift: drift.list(), ignored, reason };
  }
  const conversation = conversationOf(record, rollout, thread);
  const indexed = textOf(objectOf(objectOf(record.side.shared)['titles'])[conversation.nativeId]);
  const agent = agentOf(rollout);
  const title = rollout.title ?? indexed ?? agent.title;
  const parsed: Parsed = {
    conversations: [{ ...conversation, title, messages: byAuthor(conversation.messages, agent.name) }],
    issues,
    drift: drift.list(),
    ignored: { conversations: 0, messages: rollout.ignored + thread.repeated },
  };
  if (rollout.title !== null || indexed === null) return parsed;
  return { ...parsed, side: { shared: { titles: { [conversation.nativeId]: indexed } }, entry: null } };
}

/** What a subagent is called: `Robie (explorer)` is its title, the role (else the nickname) the author of its answers. */
function agentOf(rollout: Rollout): { readonly title: string | null; readonly name: string | null } {
  const own = rollout.metas[0] ?? {};
  const spawned = objectOf(objectOf(rollout.subagent)['thread_spawn']);
  const role = textOf(own['agent_role']) ?? textOf(spawned['agent_role']);
  const nickname = textOf(own['agent_nickname']) ?? textOf(spawned['agent_nickname']);
  const title = nickname === null ? role : role === null ? nickname : `${nickname} (${role})`;
  return rollout.subagent === undefined ? { title: null, name: null } : { title, name: role ?? nickname };
}

function byAuthor(messages: readonly ParsedMessage[], author: string | null): readonly ParsedMessage[] {
  if (author === null) return messages;
  return messages.map((message) => (message.role === 'assistant' && message.author === null ? { ...message, author } : message));
}

function reasonOf(rollout: Rollout, thread: Thread): string {
  if (thread.drafts.length > 0) return 'Nobody says anything in it: only context and notices of the program.';
  if (rollout.ignored > 0) return 'It holds only state of the program (headers, counts of tokens), no messages.';
  return rollout.issues.length > 0 ? 'None of its lines could be read.' : 'An empty session file.';
}

function conversationOf(record: RawRecord, rollout: Rollout, thread: Thread): ParsedConversation {
  const own = rollout.metas[0] ?? {};
  const first = thread.drafts.find((draft) => !draft.hidden) ?? thread.drafts[0];
  const nativeId =
    rollout.id ?? idInName(record.name) ?? derivedId('thread', first?.role ?? null, rollout.startedAt, first?.id ?? null);
  const { cwd } = rollout;
  return {
    nativeId,
    title: null,
    createdAt: rollout.startedAt,
    updatedAt: rollout.updatedAt ?? rollout.startedAt,
    project: cwd === null ? null : (cwd.split(/[\\/]/).findLast((segment) => segment !== '') ?? null),
    cwd,
    gitBranch: textOf(objectOf(own['git'])['branch']),
    model: null,
    archived: /(?:^|\/)archived_sessions\//.test(record.name),
    parent: parentOf(own, nativeId),
    activeLeaf: thread.activeLeaf,
    messages: thread.messages,
    attachments: thread.drafts.flatMap((draft) => draft.attachments),
    familyKeys: familyKeys(rollout, nativeId, own),
  };
}

/** The file is named after the thread. */
function idInName(name: string): string | null {
  return (
    /rollout-\d{4}-\d{2}-\d{2}T[\d-]+?-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.jsonl/.exec(name)?.[1] ??
    null
  );
}

function forkedFrom(own: JsonObject): string | null {
  return textOf(own['forked_from_id']) ?? textOf(objectOf(own['history_base'])['thread_id']);
}

function parentOf(own: JsonObject, nativeId: string): ParsedConversation['parent'] {
  const source = objectOf(own['source'])['subagent'];
  const spawned = textOf(objectOf(objectOf(source)['thread_spawn'])['parent_thread_id']);
  const parent = spawned ?? textOf(own['parent_thread_id']);
  if (parent !== null && parent !== nativeId) return { nativeId: parent, relation: 'subagent' };
  const base = forkedFrom(own);
  return base === null || base === nativeId ? null : { nativeId: base, relation: 'fork' };
}

/** Threads that may hold the same messages: this one, and those whose beginning was copied into it. */
function familyKeys(rollout: Rollout, nativeId: string, own: JsonObject): readonly string[] {
  const threads = new Set([nativeId]);
  const base = forkedFrom(own);
  if (base !== null) threads.add(base);
  for (const meta of rollout.metas.slice(1, 20)) {
    const id = textOf(meta['id']) ?? textOf(meta['session_id']);
    if (id !== null) threads.add(id);
  }
  return [...threads].map((id) => `thread:${id}`);
}

const HEAD = 64 * 1024;

/** Header and items of the single JSON that early versions wrote, or null when the bytes are lines. */
function singleJson(bytes: Uint8Array): { readonly header: JsonObject; readonly items: readonly unknown[] } | null {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD));
  if (!/^\s*\{/.test(head) || !/"(?:session|items)"\s*:\s*[[{]/.test(head)) return null;
  const read = readJsonRecord(bytes);
  if (!('value' in read) || !isObject(read.value)) return null;
  const { session, items } = read.value;
  return Array.isArray(items) && isObject(session) ? { header: session, items: arrayOf(items) } : null;
}
