import { arrayOf, isObject, type JsonObject, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Parsed, ParsedConversation, ParsedIssue, RawRecord, Side } from '../../../shared/parsed.ts';
import { DriftCounter } from '../reading/drift.ts';
import { brokenConversation, rawOf, readJsonRecord } from '../reading/json-record.ts';
import { beginningOf, folderName, someoneTalks, timeSpan } from '../reading/message-list.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { chatTab } from './chat-tab.ts';
import { composed, placeOf } from './composer.ts';
import { factsOf, Talk } from './talk.ts';
import { transcriptId } from './transcript-id.ts';
import { readLines, readText } from './transcript.ts';

/** Parses what `readTables` laid out, or a transcript. Source: formats, §8.5. */
export function parseRecord(record: RawRecord): Parsed {
  const head = new TextDecoder().decode(record.bytes.subarray(0, 20));
  if (!/^\{"(?:composer|tab|store)":/.test(head)) return transcript(record);
  const read = readJsonRecord(record.bytes);
  if (!('value' in read) || !isObject(read.value)) {
    return nothing(
      [brokenConversation('not-json', 'What was kept of this conversation cannot be read.', read.text)],
      0,
      undefined,
    );
  }
  const { value } = read;
  const place = placeOf(record.side.entry);
  if ('composer' in value) {
    const { conversation, issues, left } = composed(value, place);
    const used = place !== null && conversation.cwd === place;
    return outcome(conversation, issues, left, [], used ? { shared: null, entry: record.side.entry } : null);
  }
  if ('tab' in value) {
    const { tab } = value;
    if (!isObject(tab)) {
      const raw = typeof tab === 'string' ? tab : rawOf(tab);
      return nothing([brokenConversation('no-tab', 'A chat cannot be read: it is no object.', raw)], 0, undefined);
    }
    return outcome(chatTab(tab, place), [], 0, [], place === null ? null : { shared: null, entry: record.side.entry });
  }
  return store(objectOf(value['store']), record);
}

function nothing(issues: readonly ParsedIssue[], ignored: number, reason: string | undefined): Parsed {
  const base = {
    conversations: [],
    issues,
    drift: [],
    ignored: { conversations: reason === undefined ? 0 : 1, messages: ignored },
  };
  return { ...base, reason: reason ?? 'It cannot be read.' };
}

function outcome(
  conversation: ParsedConversation,
  issues: readonly ParsedIssue[],
  ignored: number,
  drift: Parsed['drift'],
  side: Side | null,
): Parsed {
  const { messages } = conversation;
  if (!someoneTalks(messages) && (conversation.parent === null || messages.length === 0)) {
    return { ...nothing(issues, ignored + messages.length, 'A conversation in which nobody says anything.'), drift };
  }
  const parsed: Parsed = { conversations: [conversation], issues, drift, ignored: { conversations: 0, messages: ignored } };
  return side === null ? parsed : { ...parsed, side };
}

/** A session of `cursor-agent`. */
function store({ meta, blobs }: JsonObject, record: RawRecord): Parsed {
  const drift = new DriftCounter();
  const talk = new Talk(drift);
  let ignored = 0;
  for (const pair of arrayOf(blobs)) {
    const [id, blob] = arrayOf(pair);
    const message = objectOf(blob);
    const role = stringOf(message['role']);
    if (role === null) ignored++;
    else talk.read(role, message['content'], stringOf(id), factsOf(message));
  }
  const facts = objectOf(meta);
  const stated = textOf(objectOf(record.side.entry)['title']);
  const createdAt = timeOf(facts['createdAt']);
  const conversation = conversationOf(talk, {
    nativeId: textOf(facts['agentId']) ?? beginningOf(talk.list.messages),
    title: stated ?? textOf(facts['name']),
    createdAt,
    cwd: textOf(facts['workspacePath']),
    model: textOf(facts['lastUsedModel']),
  });
  return outcome(conversation, [], ignored, drift.list(), stated === null ? null : { shared: null, entry: { title: stated } });
}

function transcript(record: RawRecord): Parsed {
  const drift = new DriftCounter();
  const parent = textOf(objectOf(record.side.entry)['parent']);
  const talk = new Talk(drift, parent !== null || /(?:^|\/)subagents\//.test(record.name));
  const plain = /^\s*(?:user|assistant):[ \t]*\r?\n/.test(new TextDecoder().decode(record.bytes.subarray(0, 200)));
  const read = plain ? null : readLines(record, talk);
  if (plain) readText(record, talk);
  const nativeId = transcriptId(record.name, record.bytes);
  const conversation = conversationOf(talk, { nativeId, title: null, createdAt: null, cwd: null, model: null });
  const child: ParsedConversation =
    parent === null || parent === nativeId
      ? conversation
      : { ...conversation, parent: { nativeId: parent, relation: 'subagent' } };
  const side = parent === null ? null : { shared: null, entry: { parent } };
  return outcome(child, read?.issues ?? [], read?.ignored ?? 0, drift.list(), side);
}

function conversationOf(
  { list }: Talk,
  facts: Pick<ParsedConversation, 'nativeId' | 'title' | 'createdAt' | 'cwd' | 'model'>,
): ParsedConversation {
  const { messages, attachments } = list;
  const span = timeSpan(messages.map((message) => message.createdAt));
  return parsedConversation({
    ...facts,
    createdAt: facts.createdAt ?? span.first,
    updatedAt: span.last ?? facts.createdAt,
    project: folderName(facts.cwd),
    activeLeaf: list.last,
    messages,
    attachments,
  });
}
