import { isObject } from '../../../shared/json.ts';
import type { Parsed, RawRecord, Side } from '../../../shared/parsed.ts';
import { DriftCounter } from '../reading/drift.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { readJsonRecord } from '../reading/json-record.ts';
import { type Built, buildConversations } from './conversations.ts';
import { FileFacts } from './file-facts.ts';
import { Transcript } from './transcript.ts';

/** Parses one session file: JSONL, or the object the web version exports. */
export function parseSession(record: RawRecord): Parsed {
  const drift = new DriftCounter();
  const facts = new FileFacts(record.name, record.side);
  const transcript = new Transcript(facts, drift);
  const exported = webExport(record.bytes);
  if (exported === null) {
    readJsonLines(record.bytes, {
      value: (value, line) => transcript.read(value, `line ${line}`),
      broken: (issue) => transcript.issues.push(issue),
    });
  } else {
    exported.forEach((value, i) => transcript.read(value, `loglines.${i}`));
  }
  const built = buildConversations(transcript, facts);
  const { conversations } = built;
  const parsed: Parsed = {
    conversations,
    issues: transcript.issues,
    drift: drift.list(),
    ignored: {
      conversations: conversations.length === 0 ? Math.max(1, built.empty) : built.empty,
      messages: transcript.ignored + built.emptyMessages,
    },
    ...(conversations.length === 0 ? { reason: reasonOf(transcript, built) } : {}),
    ...(built.foreignTitles.length === 0 ? {} : { titles: built.foreignTitles }),
  };
  const side = usedSide(transcript, facts, built);
  return side === null ? parsed : { ...parsed, side };
}

function reasonOf(transcript: Transcript, built: Built): string {
  if (built.emptyMessages > 0) return 'Nobody says anything in it: only commands and notices.';
  if (transcript.ignored > 0) return 'It holds only state of the program (titles, snapshots, queues), no messages.';
  return transcript.issues.length > 0 ? 'None of its lines could be read.' : 'An empty session file.';
}

/** What this record needed from beside it. */
function usedSide(transcript: Transcript, facts: FileFacts, built: Built): Side | null {
  const agent = facts.agentType !== null || facts.description !== null;
  if (!agent && transcript.spilled.size === 0 && built.indexTitles.size === 0) return null;
  return {
    shared: built.indexTitles.size === 0 ? null : { titles: Object.fromEntries(built.indexTitles) },
    entry: {
      ...(agent ? { agent: { agentType: facts.agentType, description: facts.description } } : {}),
      ...(transcript.spilled.size === 0 ? {} : { spilled: Object.fromEntries(transcript.spilled) }),
    },
  };
}

/** Far enough to see the key, which comes first or after a few short ones. */
const HEAD = 64 * 1024;

/** The records of a web export, or null when the bytes are lines. */
function webExport(bytes: Uint8Array): readonly unknown[] | null {
  const head = new TextDecoder().decode(bytes.subarray(0, HEAD));
  if (!/^\s*\{/.test(head) || !/"loglines"\s*:\s*\[/.test(head)) return null;
  const read = readJsonRecord(bytes);
  if (!('value' in read) || !isObject(read.value)) return null;
  const lines = read.value['loglines'];
  return Array.isArray(lines) ? lines : null;
}
