import { providers } from '../../src/main/providers/index.ts';
import type { Parsed, RawRecord } from '../../src/shared/parsed.ts';

// Loaded before an action (node --import): every parser is an older one, which sees other titles and no last message.

for (const provider of providers) {
  const parse = provider.parse.bind(provider);
  Object.assign(provider, {
    version: provider.version - 1,
    parse: (record: RawRecord): Parsed => {
      const parsed = parse(record);
      return {
        ...parsed,
        conversations: parsed.conversations.map((conversation) => ({
          ...conversation,
          title: `Older ${conversation.title ?? 'title'}`,
          activeLeaf: null,
          messages: conversation.messages.slice(0, Math.max(1, conversation.messages.length - 1)),
        })),
      };
    },
  });
}
