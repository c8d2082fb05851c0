import { arrayOf, isObject, jsonOf, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Part, Role } from '../../../shared/model.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import type { ConversationResult } from '../reading/record-reader.ts';
import { Attachments } from './attachments.ts';
import type { Projects } from './projects.ts';

/** A chat of Claude's design product: `messages` whose `content` is an object with its own blocks. Source: formats §4.6. */
export function readDesignChat(
  raw: JsonObject,
  list: readonly unknown[],
  projects: Projects,
  drift: DriftCounter,
): ConversationResult {
  const messages: ParsedMessage[] = [];
  const issues: ParsedIssue[] = [];
  const attachments = new Attachments(drift);
  const seen = new Set<string>();
  let ignoredMessages = 0;
  let parent: string | null = null;
  for (const [index, item] of list.entries()) {
    const message: ParsedMessage | null = isObject(item) ? readMessage(item, parent, attachments, drift) : null;
    if (message === null) {
      if (item === null) ignoredMessages++;
      else issues.push({ ...BROKEN, where: `messages[${index}]`, raw: rawOf(item) });
    } else if (seen.has(message.nativeId)) ignoredMessages++;
    else {
      seen.add(message.nativeId);
      messages.push(message);
      parent = message.nativeId;
    }
  }
  const first = messages[0];
  if (first === undefined) return { conversation: null, issues, ignoredMessages };
  const conversation = parsedConversation({
    nativeId: textOf(raw['uuid']) ?? `derived-${first.nativeId}`,
    title: textOf(raw['name']) ?? textOf(raw['title']),
    createdAt: timeOf(raw['created_at']) ?? first.createdAt,
    updatedAt: timeOf(raw['updated_at']) ?? messages.at(-1)?.createdAt ?? null,
    project: projects.of(raw),
    model: textOf(raw['model']),
    activeLeaf: null,
    messages,
    attachments: attachments.list(),
  });
  return { conversation, issues, ignoredMessages };
}

const BROKEN: Omit<ParsedIssue, 'where' | 'raw'> = {
  code: 'broken-message',
  message: 'A message of this design chat could not be read; those around it were.',
  unit: 'message',
};

function readMessage(
  item: JsonObject,
  parent: string | null,
  attachments: Attachments,
  drift: DriftCounter,
): ParsedMessage | null {
  const content = objectOf(item['content']);
  const stated = textOf(item['role']) ?? textOf(content['role']);
  const role: Role | null =
    stated === 'user' || stated === 'human'
      ? 'user'
      : stated === 'assistant'
        ? 'assistant'
        : stated === 'system'
          ? 'system'
          : null;
  if (role === null) return null;
  const text = textOf(content['content']) ?? textOf(item['content']);
  const nativeId =
    textOf(item['uuid']) ?? derivedId(role, textOf(content['timestamp']), text, rawOf(content['contentBlocks'] ?? null));
  const blocks = arrayOf(content['contentBlocks']).filter(isObject);
  const parts: Part[] = [];
  for (const [index, block] of blocks.entries()) parts.push(...blockParts(block, `${nativeId}:${index + 1}`, drift));
  if (parts.length === 0 && text !== null) parts.push({ type: 'text', text });
  for (const part of attachments.partsOf(content, nativeId)) parts.push(part);
  return {
    nativeId,
    parent,
    role,
    origin: role === 'user' ? 'person' : role,
    author: role === 'user' ? textOf(content['authorName']) : null,
    model: null,
    createdAt: timeOf(item['created_at']) ?? timeOf(content['timestamp']),
    hidden: false,
    usage: null,
    parts,
  };
}

function blockParts(block: JsonObject, freeId: string, drift: DriftCounter): readonly Part[] {
  const text = textOf(block['text']);
  switch (block['type']) {
    case 'text':
    case 'error':
    case 'user_interjection':
      return text === null ? [] : [{ type: 'text', text }];
    case 'thinking':
      return [{ type: 'thinking', text: text ?? textOf(block['thinking']) ?? '' }];
    case 'tool_call': {
      const call = objectOf(block['toolCall']);
      const callId = textOf(call['id']) ?? freeId;
      const name = textOf(call['name']) ?? 'tool';
      const parts: Part[] = [{ type: 'tool-call', callId, name, input: jsonOf(call['input']) }];
      const { output } = call;
      if (output === undefined || output === null) return parts;
      parts.push({
        type: 'tool-result',
        callId,
        name,
        text: typeof output === 'string' ? output : rawOf(output),
        outcome: 'unknown',
      });
      return parts;
    }
    default: {
      const kind = textOf(block['type']) ?? 'block';
      drift.type('messages.content.contentBlocks.type', kind, block);
      return [{ type: 'unknown', kind, data: jsonOf(block) }];
    }
  }
}
