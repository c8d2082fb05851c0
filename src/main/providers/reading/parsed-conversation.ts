import type { ParsedConversation } from '../../../shared/parsed.ts';

/** What every format has to say of a conversation, if only that it is unknown. */
type Stated = 'nativeId' | 'title' | 'createdAt' | 'updatedAt' | 'activeLeaf' | 'messages';

/** A conversation of which nothing is known but what is given. */
export function parsedConversation(
  given: Pick<ParsedConversation, Stated> & Partial<Omit<ParsedConversation, Stated>>,
): ParsedConversation {
  return {
    project: null,
    cwd: null,
    gitBranch: null,
    model: null,
    archived: false,
    parent: null,
    attachments: [],
    familyKeys: [],
    ...given,
  };
}
