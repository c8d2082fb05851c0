import type { ConversationDetail } from './contract.ts';
import type { Conversation } from './model.ts';

/** A conversation for tests, with what matters given. */
export function conversationWith(given: Partial<Conversation> = {}): Conversation {
  return {
    id: 'chatgpt:abc',
    provider: 'chatgpt',
    nativeId: 'abc',
    title: 'A title',
    createdAt: Date.UTC(2025, 2, 1, 10),
    updatedAt: Date.UTC(2025, 2, 1, 11),
    messages: 2,
    userMessages: 1,
    assistantMessages: 1,
    words: 4,
    turns: 1,
    branches: 1,
    toolCalls: 0,
    toolErrors: 0,
    thinkingParts: 0,
    attachments: 0,
    models: ['gpt-4o'],
    project: null,
    cwd: null,
    gitBranch: null,
    parentId: null,
    relation: null,
    rootId: 'chatgpt:abc',
    cost: null,
    tags: [],
    tagsThere: [],
    starred: false,
    starredThere: false,
    inNewestExport: true,
    originalDeleted: false,
    ...given,
  };
}

export function detailWith(
  given: Partial<Conversation> = {},
  attachments: ConversationDetail['attachments'] = [],
): ConversationDetail {
  return {
    conversation: conversationWith(given),
    originalTitle: null,
    note: null,
    archived: false,
    trashed: false,
    attachments,
    children: [],
    parent: null,
  };
}
