import { jsonOf, type JsonObject, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Json, Part } from '../../../shared/model.ts';
import type { Parsed, ParsedConversation, RawRecord, Side } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { DriftCounter } from '../reading/drift.ts';
import { folderName, MessageList, type Said, someoneTalks, timeSpan, wordsOf } from '../reading/message-list.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { saidByEntry } from './entries.ts';
import { noticeOf, partsOf, tokensOf } from './parts.ts';
import { createdAt, entriesInOrder, inOrder, partsInOrder, type Source, type SourceMessage, sourceOf } from './source.ts';

/** Parses one session, from whatever it was kept in. Source: formats, §8.6. */
export function parseSession(record: RawRecord): Parsed {
  const drift = new DriftCounter();
  const source = sourceOf(record);
  const list = new MessageList();
  let ignored = 0;
  // Another agent wrote the prompts of a subagent.
  const subagent = textOf(source.info['parentID']) !== null;
  const add = (said: Said): void => {
    list.add(subagent && said.origin === 'person' ? { ...said, origin: 'injected' } : said);
  };
  for (const message of inOrder(source)) add(saidOf(message, list, drift));
  for (const entry of entriesInOrder(source)) {
    const nativeId = list.unique(textOf(entry['id']) ?? derivedId('entry', stringOf(entry['type']), createdAt(entry)));
    const said = saidByEntry(entry, nativeId, { owner: nativeId, list, drift });
    if (said === null) ignored++;
    else add(said);
  }
  const base = { issues: source.issues, drift: drift.list() };
  if (!someoneTalks(list.messages) && !(subagent && list.messages.length > 0)) {
    const empty = source.issues.length === 0;
    const reason = empty ? 'A session in which nobody says anything.' : 'Nothing in it could be read.';
    const count = 'id' in source.info || empty ? 1 : 0;
    return { ...base, conversations: [], ignored: { conversations: count, messages: ignored + list.messages.length }, reason };
  }
  const side = sideOf(source, record.side);
  const parsed: Parsed = {
    ...base,
    conversations: [conversationOf(source, list)],
    ignored: { conversations: 0, messages: ignored },
  };
  return side === null ? parsed : { ...parsed, side };
}

function saidOf({ id, info, parts }: SourceMessage, list: MessageList, drift: DriftCounter): Said {
  const nativeId = list.unique(id);
  const ordered = partsInOrder(parts);
  const said = ordered.flatMap((part) => partsOf(part, { owner: nativeId, list, drift }));
  const role = stringOf(info['role']) ?? '';
  const base = { nativeId, createdAt: createdAt(info) };
  if (role === 'assistant') {
    return {
      ...base,
      role,
      origin: 'assistant',
      author: info['summary'] === true ? 'compaction' : (textOf(info['agent']) ?? textOf(info['mode'])),
      model: textOf(info['modelID']) ?? textOf(objectOf(info['model'])['modelID']),
      usage: tokensOf(info, parts),
      parts: [...said, ...noticeOf(info['error'])],
    };
  }
  if (said.length === 0 && ordered.some((part) => part['type'] === 'compaction')) {
    const divider: readonly Part[] = [{ type: 'text', text: 'Context compacted', source: 'injected' }];
    return { ...base, role: 'system', origin: 'system', author: 'compaction', parts: divider };
  }
  if (role !== 'user') drift.type('message.role', role, info);
  const typed = said.some((part) => part.type !== 'text' || part.source === undefined || part.source === 'command');
  return { ...base, role: 'user', origin: role === 'user' && typed ? 'person' : 'injected', parts: said };
}

function conversationOf({ info, messages: sources, entries }: Source, list: MessageList): ParsedConversation {
  const { messages, attachments } = list;
  const [first] = messages;
  const any = [...sources.values()][0]?.info ?? entries[0] ?? {};
  const nativeId =
    textOf(info['id']) ??
    textOf(any['sessionID']) ??
    derivedId('opencode', first?.createdAt ?? null, wordsOf(first?.parts ?? []));
  const time = objectOf(info['time']);
  const span = timeSpan(messages.map((message) => message.createdAt));
  const cwd = textOf(info['directory']) ?? cwdOf(sources);
  const parent = textOf(info['parentID']);
  return parsedConversation({
    nativeId,
    title: titleOf(info),
    createdAt: timeOf(time['created']) ?? span.first,
    updatedAt: timeSpan([timeOf(time['updated']), span.last]).last,
    project: folderName(cwd),
    cwd,
    model: textOf(objectOf(info['model'])['id']) ?? textOf(objectOf(info['model'])['modelID']),
    archived: timeOf(time['archived']) !== null,
    parent: parent === null || parent === nativeId ? null : { nativeId: parent, relation: 'subagent' },
    activeLeaf: beforeRevert(info, list) ?? list.last,
    messages,
    attachments,
  });
}

/** What the program calls a session until it has a name. */
function titleOf(info: JsonObject): string | null {
  const title = textOf(info['title']);
  return title === null || /^(?:New|Child) session - \d{4}-\d\d-\d\d/.test(title) ? null : title;
}

function cwdOf(messages: ReadonlyMap<string, SourceMessage>): string | null {
  for (const { info } of messages.values()) {
    const cwd = textOf(objectOf(info['path'])['cwd']) ?? textOf(info['path']);
    if (cwd !== null) return cwd;
  }
  return null;
}

/** The message the window shows last while turns are taken back: those from the named one on are not shown. */
function beforeRevert(info: JsonObject, { messages }: MessageList): string | null {
  const reverted = textOf(objectOf(info['revert'])['messageID']);
  const at = reverted === null ? -1 : messages.findIndex((message) => message.nativeId === reverted);
  return messages[at - 1]?.nativeId ?? null;
}

/** The parts from beside that belong to messages of this record. */
function sideOf({ messages }: Source, side: Side): Side | null {
  const parts = objectOf(objectOf(side.shared)['parts']);
  const used: Record<string, Json> = {};
  for (const id of messages.keys()) {
    const found = Object.hasOwn(parts, id) ? parts[id] : undefined;
    if (found !== undefined) used[id] = jsonOf(found);
  }
  return Object.keys(used).length === 0 ? null : { shared: { parts: used }, entry: null };
}
