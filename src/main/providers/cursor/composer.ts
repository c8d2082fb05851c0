import { arrayOf, isObject, type JsonObject, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { ParsedConversation, ParsedIssue } from '../../../shared/parsed.ts';
import { rawOf } from '../reading/json-record.ts';
import { beginningOf, folderName, MessageList, timeSpan } from '../reading/message-list.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { pathOf, saidByBubble } from './bubble.ts';

export interface Composed {
  readonly conversation: ParsedConversation;
  readonly issues: readonly ParsedIssue[];
  /** Bubbles that the conversation does not list: it went back to before them. */
  readonly left: number;
}

/** A composer with its bubbles. `place` is the folder of the workspace, where it is known. */
export function composed(record: JsonObject, place: string | null): Composed {
  const composer = objectOf(record['composer']);
  const head = objectOf(record['head']);
  const issues: ParsedIssue[] = [];
  const broken = (code: string, message: string, where: string, value: unknown): void => {
    issues.push({ code, message, where, raw: typeof value === 'string' ? value : rawOf(value), unit: 'message' });
  };
  if (typeof record['composer'] === 'string') {
    broken(
      'not-json',
      'What is kept of this conversation as a whole (its title, the order of messages) cannot be read.',
      'composerData',
      record['composer'],
    );
  }
  const bubbles = bubblesOf(record);
  const inline = arrayOf(composer['conversation']);
  for (const item of inline) {
    const id = textOf(objectOf(item)['bubbleId']);
    if (isObject(item) && id !== null && !bubbles.has(id)) bubbles.set(id, item);
  }
  const headers = arrayOf(composer['fullConversationHeadersOnly']);
  const listed = (headers.length > 0 ? headers : inline).map((item) => textOf(objectOf(item)['bubbleId']));
  const order = listed.length > 0 ? listed : byTime(bubbles);
  const list = new MessageList();
  // Another agent wrote the prompts of a subagent.
  const subagent = parentIn(composer) ?? parentIn(head);
  const seen = new Set<string>();
  order.forEach((id, i) => {
    const bubble = id === null ? inline[i] : bubbles.get(id);
    if (id !== null && seen.has(id)) return;
    if (id !== null) seen.add(id);
    if (isObject(bubble)) {
      const said = saidByBubble(bubble, id ?? `${stringOf(record['id']) ?? ''}:${list.messages.length}`, list);
      if (said.parts.length > 0) list.add(subagent !== null && said.origin === 'person' ? { ...said, origin: 'injected' } : said);
    } else if (typeof bubble === 'string')
      broken('not-json', 'A message cannot be read: it is not JSON.', `bubbleId:${id ?? i}`, bubble);
    else if (bubble === undefined && id !== null && headers.length > 0) {
      broken(
        'no-bubble',
        'A message is listed in the conversation, but its text is not in the database.',
        `bubbleId:${id}`,
        headers[i],
      );
    }
  });
  return {
    conversation: conversationOf(record, composer, head, list, place),
    issues,
    left: [...bubbles.keys()].filter((id) => !seen.has(id)).length,
  };
}

function bubblesOf(record: JsonObject): Map<string, unknown> {
  const bubbles = new Map<string, unknown>();
  for (const pair of arrayOf(record['bubbles'])) {
    const [id, bubble] = arrayOf(pair);
    if (typeof id === 'string') bubbles.set(id, bubble);
  }
  return bubbles;
}

/** Without a list of them, bubbles stand in the order of their times, or else of their rows. */
function byTime(bubbles: ReadonlyMap<string, unknown>): readonly string[] {
  const timed = [...bubbles].map(([id, bubble]) => ({ id, time: timeOf(objectOf(bubble)['createdAt']) }));
  if (timed.every(({ time }) => time !== null)) timed.sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  return timed.map(({ id }) => id);
}

function conversationOf(
  record: JsonObject,
  composer: JsonObject,
  head: JsonObject,
  list: MessageList,
  place: string | null,
): ParsedConversation {
  const { messages, attachments } = list;
  const nativeId = textOf(composer['composerId']) ?? textOf(record['id']) ?? beginningOf(messages);
  const span = timeSpan(messages.map((message) => message.createdAt));
  const cwd = folderIn(composer) ?? folderIn(head) ?? place;
  const parent = parentIn(composer) ?? parentIn(head);
  const model = textOf(objectOf(composer['modelConfig'])['modelName']);
  return parsedConversation({
    nativeId,
    title: textOf(composer['name']) ?? textOf(head['name']),
    createdAt: timeOf(composer['createdAt']) ?? span.first,
    updatedAt: timeOf(composer['lastUpdatedAt']) ?? span.last ?? timeOf(composer['createdAt']),
    project: folderName(cwd),
    cwd,
    gitBranch: textOf(objectOf(composer['activeBranch'])['branchName']) ?? textOf(composer['createdOnBranch']),
    model: model === 'default' ? null : model,
    archived: composer['isArchived'] === true || head['isArchived'] === true,
    parent: parent === null || parent === nativeId ? null : { nativeId: parent, relation: 'subagent' },
    activeLeaf: list.last,
    messages,
    attachments,
  });
}

function parentIn(fields: JsonObject): string | null {
  return textOf(objectOf(fields['subagentInfo'])['parentComposerId']);
}

function folderIn(fields: JsonObject): string | null {
  const workspace = pathOf(objectOf(fields['workspaceIdentifier'])['uri']);
  return workspace ?? textOf(objectOf(arrayOf(fields['trackedGitRepos'])[0])['repoPath']);
}

/** The path behind a `file:` URL of a workspace; other places are named as they are. */
export function placeOf(entry: Json): string | null {
  const folder = textOf(objectOf(entry)['folder']);
  if (folder === null || !folder.startsWith('file://')) return folder;
  const path = folder.slice('file://'.length);
  try {
    return decodeURIComponent(path).replace(/^\/([a-z]:)/i, '$1');
  } catch {
    return path;
  }
}
