import { arrayOf, isObject, type JsonObject, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { folderName, MessageList, timeSpan, wordsOf } from '../reading/message-list.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { pathOf, richText } from './bubble.ts';
import { promptId, typedParts } from './words.ts';

/** A tab of the chats of 2024. Source: formats, §8.5 (`chatdata`). */
export function chatTab(tab: JsonObject, place: string | null): ParsedConversation {
  const list = new MessageList();
  for (const item of arrayOf(tab['bubbles'])) {
    if (!isObject(item)) continue;
    const type = stringOf(item['type']);
    const text = textOf(item['text']) ?? textOf(item['rawText']) ?? richText(item['initText']);
    const createdAt = timeOf(item['createdAt']) ?? timeOf(item['timestamp']);
    const typed = type === 'user';
    const parts: Part[] = typed ? [...typedParts(text)] : text === '' ? [] : [{ type: 'text', text }];
    const nativeId = list.unique(typed ? promptId(parts) : (textOf(item['id']) ?? derivedId('answer', text)));
    for (const chosen of [...arrayOf(item['selections']), ...arrayOf(item['fileSelections'])]) {
      const file = objectOf(chosen);
      const [name, quoted] = [pathOf(file['uri']), textOf(file['rawText']) ?? textOf(file['text'])];
      if (name !== null || quoted !== null) parts.push(list.file(nativeId, { name, mime: null, text: quoted }));
    }
    if (parts.length === 0) continue;
    const model = typed ? null : textOf(item['modelType']);
    list.add({ nativeId, role: typed ? 'user' : 'assistant', origin: typed ? 'person' : 'assistant', createdAt, model, parts });
  }
  const { messages, attachments } = list;
  const span = timeSpan(messages.map((message) => message.createdAt));
  const updatedAt = timeOf(tab['lastSendTime']) ?? span.last;
  return parsedConversation({
    nativeId: textOf(tab['tabId']) ?? derivedId('tab', textOf(tab['chatTitle']), wordsOf(messages[0]?.parts ?? [])),
    title: textOf(tab['chatTitle']),
    createdAt: timeOf(tab['createdAt']) ?? span.first,
    updatedAt,
    project: folderName(place),
    cwd: place,
    activeLeaf: list.last,
    messages,
    attachments,
  });
}
