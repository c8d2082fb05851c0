import { arrayOf, objectOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Parsed, ParsedConversation, ParsedMessage, RawRecord } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { DriftCounter } from '../reading/drift.ts';
import { GoogleParts } from '../reading/google-parts.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { historyOf, readCheckpoint } from './checkpoint.ts';
import { MessageReader } from './message.ts';
import { Replay } from './replay.ts';
import { wholeJson } from './whole-json.ts';

/** Parses one session of any generation, or a saved conversation. Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const drift = new DriftCounter();
  const whole = wholeJson(record.bytes);
  const history = whole === undefined ? null : historyOf(whole);
  if (history !== null) {
    const { conversation, issues } = readCheckpoint(history, tagOf(record.name), drift);
    const ignored = { conversations: conversation === null ? 1 : 0, messages: 0 };
    const reason = conversation === null ? { reason: 'Nobody says anything in it.' } : {};
    return { conversations: conversation === null ? [] : [conversation], issues, drift: drift.list(), ignored, ...reason };
  }
  const replay = new Replay(drift);
  if (whole === undefined) {
    readJsonLines(record.bytes, {
      value: (value, line) => replay.read(value, `line ${line}`),
      broken: (issue) => replay.issues.push(issue),
    });
  } else replay.read(whole, 'session');
  return readSession(record, replay, drift);
}

function readSession(record: RawRecord, replay: Replay, drift: DriftCounter): Parsed {
  const google = new GoogleParts(drift, 'message.parts');
  const reader = new MessageReader(google, drift);
  const messages: ParsedMessage[] = [];
  const isSubagent = replay.session.get('kind') === 'subagent';
  /** Where the children of a message without words hang. */
  const silent = new Map<string, string | null>();
  for (const { id, value, parent } of replay.messages) {
    const said = reader.read(value);
    const above = parent !== null && silent.has(parent) ? (silent.get(parent) ?? null) : parent;
    if (said === null) silent.set(id, above);
    else {
      // What a subagent is told, the agent above it wrote.
      const origin = isSubagent && said.origin === 'person' ? 'injected' : said.origin;
      messages.push({ ...said, origin, nativeId: id, parent: above });
    }
  }
  const talks = messages.some(
    ({ origin, role, hidden }) => origin === 'person' || role === 'assistant' || (isSubagent && role === 'user' && !hidden),
  );
  const { issues } = replay;
  const ignoredLines = replay.states + silent.size;
  if (!talks) {
    const ignored = {
      conversations: issues.length > 0 && messages.length === 0 ? 0 : 1,
      messages: ignoredLines + messages.length,
    };
    const said = messages.length > 0 ? 'Nobody says anything in it: only notices of the program.' : 'A session without messages.';
    const reason = issues.length > 0 && messages.length === 0 ? 'Nothing in it could be read.' : said;
    return { conversations: [], issues, drift: drift.list(), ignored, reason };
  }
  const tip = replay.tip;
  const side = objectOf(record.side.entry);
  const conversation = sessionOf(
    record,
    replay,
    messages,
    tip !== null && silent.has(tip) ? (silent.get(tip) ?? null) : tip,
    side,
  );
  const parsed: Parsed = {
    conversations: [{ ...conversation, attachments: google.attachments }],
    issues,
    drift: drift.list(),
    ignored: { conversations: 0, messages: ignoredLines },
  };
  const root = textOf(side['root']);
  return root === null ? parsed : { ...parsed, side: { shared: null, entry: { root } } };
}

function sessionOf(
  record: RawRecord,
  replay: Replay,
  messages: readonly ParsedMessage[],
  tip: string | null,
  side: { readonly [key: string]: unknown },
): ParsedConversation {
  const fact = (key: string): unknown => replay.session.get(key);
  const first = messages.find((message) => message.origin === 'person') ?? messages[0];
  const nativeId = textOf(fact('sessionId')) ?? derivedId('session', timeOf(fact('startTime')), first?.nativeId ?? null);
  const folders = record.name.split('/');
  const folder = folders.at(-2) ?? '';
  const directory = arrayOf(fact('directories')).find((path) => typeof path === 'string' && path !== '');
  const cwd = typeof directory === 'string' ? directory : textOf(side['root']);
  const under = folders.lastIndexOf('chats');
  const slug = under > 0 ? (folders[under - 1] ?? '') : '';
  const named = /^[0-9a-f]{64}$/.test(slug) || under < 2 || folders[under - 2] !== 'tmp' ? null : slug;
  // The only place where a subagent's session says whose it is. Source: formats, §7.3.
  const isSubagent = fact('kind') === 'subagent' && folder !== '' && folder !== 'chats' && under === folders.length - 3;
  return parsedConversation({
    nativeId,
    title: textOf(fact('summary')),
    createdAt: timeOf(fact('startTime')),
    updatedAt: timeOf(fact('lastUpdated')),
    project: cwd === null ? named : (cwd.split(/[\\/]/).findLast((segment) => segment !== '') ?? null),
    cwd,
    parent: isSubagent && folder !== nativeId ? { nativeId: folder, relation: 'subagent' } : null,
    activeLeaf: tip,
    messages,
  });
}

/** `checkpoint-<tag>.json`. */
function tagOf(entry: string): string | null {
  const tag = /(?:^|\/)checkpoint-([^/]+)\.json$/.exec(entry)?.[1];
  if (tag === undefined) return null;
  try {
    return decodeURIComponent(tag);
  } catch {
    return tag;
  }
}
