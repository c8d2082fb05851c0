import { isObject, jsonOf, type JsonObject, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Parsed, ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { DriftCounter } from '../reading/drift.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { rawOf } from '../reading/json-record.ts';
import { folderName, MessageList, someoneTalks, timeSpan, wordsOf } from '../reading/message-list.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { blocksOf, saidOf, summaryParts, tokensOf } from './message.ts';

/** Entries that say something of the session and are no message. */
const STATE = new Set([
  'model_change',
  'thinking_level_change',
  'custom',
  'label',
  'session_info',
  'active_tools_change',
  'leaf',
]);

/** Parses one session file. Source: formats, §8.11. */
export function parseSession(record: RawRecord): Parsed {
  const session = new Session();
  readJsonLines(record.bytes, {
    value: (value, line) => session.read(value, line),
    broken: (issue) => session.issues.push(issue),
  });
  return session.parsed();
}

class Session {
  readonly issues: ParsedIssue[] = [];
  readonly #drift = new DriftCounter();
  readonly #list = new MessageList();
  /** Of every entry, the message that it is or hangs below; null: none. */
  readonly #messageOf = new Map<string, string | null>();
  #header: JsonObject | null = null;
  #title: string | null = null;
  #leaf: string | null = null;
  #ignored = 0;
  #lastTime: number | null = null;

  read(value: unknown, line: number): void {
    if (!isObject(value)) {
      const message = `Line ${line} is no entry of a session.`;
      this.issues.push({ code: 'no-entry', message, where: `line ${line}`, raw: rawOf(value), unit: 'message' });
      return;
    }
    const type = stringOf(value['type']) ?? '';
    if (type === 'session') {
      this.#header ??= value;
      this.#ignored++;
    } else this.#entry(value, type);
  }

  #entry(entry: JsonObject, type: string): void {
    const { parentId } = entry;
    const native = textOf(entry['id']);
    const parent = this.#parentOf(parentId);
    const time = timeOf(entry['timestamp']) ?? timeOf(isObject(entry['message']) ? entry['message']['timestamp'] : null);
    if (time !== null && (this.#lastTime === null || time > this.#lastTime)) this.#lastTime = time;
    if (STATE.has(type)) {
      if (type === 'session_info') this.#title = textOf(entry['name']);
      this.#ignored++;
      this.#leaf = parent;
      if (native !== null) this.#messageOf.set(native, parent);
      return;
    }
    const base = native ?? derivedId('entry', type, parent, time, rawOf(entry));
    const nativeId = this.#list.unique(base);
    this.#list.add({
      ...this.#saidOf(entry, type, nativeId),
      parent,
      createdAt: time,
    });
    this.#messageOf.set(base, nativeId);
    this.#leaf = nativeId;
  }

  /** Version 1 has no links: each entry follows the one before. So does one whose parent stood on a line that cannot be read. */
  #parentOf(parentId: unknown): string | null {
    if (parentId === null) return null;
    const known = typeof parentId === 'string' ? this.#messageOf.get(parentId) : undefined;
    if (known !== undefined) return known;
    return typeof parentId === 'string' && this.issues.length === 0 ? null : this.#leaf;
  }

  #saidOf(entry: JsonObject, type: string, nativeId: string): ReturnType<typeof saidOf> {
    const drift = this.#drift;
    switch (type) {
      case 'message':
        if (isObject(entry['message'])) return saidOf(entry['message'], nativeId, this.#list, drift);
        break;
      case 'compaction':
      case 'branch_summary':
        return {
          nativeId,
          role: 'system',
          origin: 'system',
          author: type === 'compaction' ? 'compaction' : 'branch summary',
          usage: tokensOf(entry['usage']),
          parts: summaryParts(entry['summary']),
        };
      case 'custom_message':
        return {
          nativeId,
          role: 'user',
          origin: 'injected',
          author: textOf(entry['customType']),
          hidden: entry['display'] === false,
          parts: blocksOf(entry['content'], nativeId, this.#list, drift, true),
        };
    }
    drift.type('entry.type', type, entry);
    return {
      nativeId,
      role: 'system',
      origin: 'system',
      parts: [{ type: 'unknown', kind: type || 'entry', data: jsonOf(entry) }],
    };
  }

  parsed(): Parsed {
    const { messages, attachments } = this.#list;
    const base = { issues: this.issues, drift: this.#drift.list() };
    if (!someoneTalks(messages)) {
      const reason =
        messages.length > 0
          ? 'Nobody says anything in it: only summaries and context.'
          : this.#ignored > 0
            ? 'It holds only the header and state of a session, no messages.'
            : 'None of its lines could be read.';
      return { ...base, conversations: [], ignored: { conversations: 1, messages: this.#ignored + messages.length }, reason };
    }
    const header = this.#header ?? {};
    const first = messages[0];
    const nativeId =
      textOf(header['id']) ?? derivedId('pi', first?.role ?? null, first?.createdAt ?? null, wordsOf(first?.parts ?? []));
    const cwd = textOf(header['cwd']);
    const span = timeSpan([timeOf(header['timestamp']), ...messages.map((message) => message.createdAt), this.#lastTime]);
    const parent = parentSession(header);
    const parsed: Parsed = {
      ...base,
      conversations: [
        parsedConversation({
          nativeId,
          title: this.#title,
          createdAt: timeOf(header['timestamp']) ?? span.first,
          updatedAt: span.last,
          project: folderName(cwd),
          cwd,
          parent: parent === null || parent === nativeId ? null : { nativeId: parent, relation: 'fork' },
          activeLeaf: this.#leaf,
          messages,
          attachments,
          familyKeys: [...new Set([nativeId, ...(parent === null ? [] : [parent])])].map((id) => `session:${id}`),
        }),
      ],
      ignored: { conversations: 0, messages: this.#ignored },
    };
    return parsed;
  }
}

/** The session this one was forked from: its id, or the path of its file, which is `<time>_<id>.jsonl`. */
function parentSession(header: JsonObject): string | null {
  const stated = textOf(header['parentSession']) ?? textOf(header['parentSessionPath']);
  if (stated === null) return null;
  return /_([0-9a-zA-Z-]{8,})\.jsonl$/.exec(stated)?.[1] ?? (/[\\/]/.test(stated) ? null : stated);
}
