import type { Attachment, Message } from '../model.ts';
import { applyTransforms, type Transform } from '../transforms/index.ts';
import { partMarkdown } from './part.ts';

/** What some messages say, as Markdown without headings: to be pasted elsewhere. Empty when nothing of them is shown. */
export function messagesMarkdown(
  messages: readonly Message[],
  attachments: ReadonlyMap<string, Attachment>,
  transforms: readonly Transform[] = [],
): string {
  const toolNames = new Map<string, string>();
  const blocks: string[] = [];
  for (const message of messages) {
    for (const part of applyTransforms(transforms, message).parts) {
      if (part.type === 'tool-call') toolNames.set(part.callId, part.name);
      const text = partMarkdown(part, {
        byTool: message.role === 'tool',
        author: message.author,
        toolName: (callId) => toolNames.get(callId) ?? null,
        attachment: (id) => attachments.get(id) ?? null,
        hrefOf: () => null,
      });
      if (text !== '') blocks.push(text);
    }
  }
  return blocks.join('\n\n');
}
