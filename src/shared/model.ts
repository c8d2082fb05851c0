/**
 * What the archive holds, as plain readonly data. Times are epoch milliseconds (UTC); `null` means unknown, never a guess.
 */

/** Every provider the product knows by name; the order is the order of menus and docs. */
export const providerIds = [
  'chatgpt',
  'claude',
  'claude-code',
  'codex',
  'gemini-ai-studio',
  'gemini-takeout',
  'gemini-cli',
  'grok',
  'deepseek',
  'le-chat',
  'perplexity',
  'cursor',
  'opencode',
  'copilot-cli',
  'vscode-chat',
  'pi',
  'open-webui',
  'librechat',
  'openai-messages',
  'sharegpt',
  'generic',
] as const;

export type ProviderId = (typeof providerIds)[number];

export const roles = ['user', 'assistant', 'system', 'tool'] as const;
export type Role = (typeof roles)[number];

/** Who really produced a message: a record of role `user` is `person` only when a human typed (or pasted) it. */
export const origins = ['person', 'injected', 'assistant', 'tool', 'system'] as const;
export type Origin = (typeof origins)[number];

/** What a result says of itself; `unknown` unless the source states it, never guessed from prose. */
export type Outcome = 'ok' | 'error' | 'unknown';

/** How a conversation hangs on its parent. */
export type Relation = 'subagent' | 'fork' | 'resume' | 'compaction';

/** JSON as it travels and as it is kept. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** `<provider>:<native id>`: the id the person sees, types and links to. */
export type ConversationId = string & { readonly __brand?: 'conversation' };

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  /** Absent: typed (or said) by the message's author. */
  readonly source?: 'pasted' | 'injected' | 'command';
}

export interface ThinkingPart {
  readonly type: 'thinking';
  /** Empty when the provider kept the reasoning to itself (signed or encrypted). */
  readonly text: string;
  readonly title?: string;
  readonly durationMs?: number;
}

export interface ToolCallPart {
  readonly type: 'tool-call';
  readonly callId: string;
  readonly name: string;
  readonly input: Json;
  /** One line for a collapsed card, where the source gives one. */
  readonly title?: string;
  /** Native id of the conversation this call started (a subagent), in the same provider. */
  readonly thread?: string;
}

export interface ToolResultPart {
  readonly type: 'tool-result';
  readonly callId: string;
  readonly text: string;
  readonly outcome: Outcome;
  /** Structured extras worth showing (a patch, an exit code, links); small, or left out. */
  readonly details?: Json;
  /** The call that this answers names its tool; repeated here when the source repeats it. */
  readonly name?: string;
}

export interface CodePart {
  readonly type: 'code';
  readonly text: string;
  readonly language: string | null;
}

/** Bytes, by `attachment`: the native id of an entry in the conversation's attachments. */
export interface ImagePart {
  readonly type: 'image';
  readonly attachment: string;
  readonly name: string | null;
  readonly mime: string | null;
  readonly width?: number;
  readonly height?: number;
  readonly alt?: string;
}

export interface FilePart {
  readonly type: 'file';
  readonly attachment: string;
  readonly name: string | null;
  readonly mime: string | null;
  /** Text the provider extracted from the file, where the export carries it. */
  readonly text?: string;
}

export interface ArtifactPart {
  readonly type: 'artifact';
  /** The same for all versions of one artifact (canvas, document) in a conversation. */
  readonly artifact: string;
  readonly title: string | null;
  /** A MIME-like kind: `text/markdown`, `text/html`, `application/vnd.ant.react`, `code/python` … */
  readonly kind: string;
  readonly language: string | null;
  /** 1, 2, 3 … along the branch. */
  readonly version: number;
  /** The whole text after this version; null when it could not be replayed. */
  readonly text: string | null;
  readonly action: 'create' | 'update' | 'rewrite' | 'comment' | 'delete';
}

export interface CitationPart {
  readonly type: 'citation';
  readonly url: string | null;
  readonly title: string | null;
  /** A quoted or fetched passage, where the source carries it. */
  readonly text?: string;
}

/** What this version does not understand: kept and shown as tidy JSON. */
export interface UnknownPart {
  readonly type: 'unknown';
  readonly kind: string;
  readonly data: Json;
}

export type Part =
  | TextPart
  | ThinkingPart
  | ToolCallPart
  | ToolResultPart
  | CodePart
  | ImagePart
  | FilePart
  | ArtifactPart
  | CitationPart
  | UnknownPart;

/**
 * One letter per part, kept in every outline row, so that a transform can decide without the text:
 * t text, p pasted text, j injected text, m command (slash or shell) text, h thinking, c tool call, r tool result, e tool result that
 * failed, k code, i image, f file, a artifact, q citation, u unknown.
 */
export type PartCode = 't' | 'p' | 'j' | 'm' | 'h' | 'c' | 'r' | 'e' | 'k' | 'i' | 'f' | 'a' | 'q' | 'u';

/** Tokens of one model response, once per response. `input` excludes what was read from or written to a cache. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** US dollars, as the provider states them, 0 too; absent: not stated. */
  readonly cost?: number;
}

/** A message as it is read back from the archive. */
export interface Message {
  /** Native id, unique in its conversation. */
  readonly id: string;
  /** 0 … n-1 in pre-order of the tree: a parent always comes before its children. */
  readonly index: number;
  /** Index of the parent, -1 for a root. */
  readonly parent: number;
  readonly role: Role;
  readonly origin: Origin;
  /** A tool's, an agent's or a person's name, where there is one. */
  readonly author: string | null;
  readonly model: string | null;
  readonly createdAt: number | null;
  readonly words: number;
  readonly onActivePath: boolean;
  /** The provider's own window does not show it. */
  readonly hidden: boolean;
  readonly usage: Usage | null;
  readonly parts: readonly Part[];
}

/** Everything about a message but its parts: an outline of 100,000 is a few megabytes. */
export interface OutlineRow {
  readonly index: number;
  readonly parent: number;
  readonly role: Role;
  readonly origin: Origin;
  readonly createdAt: number | null;
  readonly words: number;
  readonly onActivePath: boolean;
  readonly hidden: boolean;
  /** One `PartCode` letter per part, in order. */
  readonly parts: string;
}

export interface Conversation {
  readonly id: ConversationId;
  readonly provider: ProviderId;
  readonly nativeId: string;
  readonly title: string;
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  /** Every kept message on all branches, hidden and tool ones too. */
  readonly messages: number;
  /** What a person said. */
  readonly userMessages: number;
  readonly assistantMessages: number;
  readonly words: number;
  readonly turns: number;
  /** Leaves of the tree; 1 for a conversation without alternatives. */
  readonly branches: number;
  readonly toolCalls: number;
  readonly toolErrors: number;
  readonly thinkingParts: number;
  readonly attachments: number;
  readonly models: readonly string[];
  readonly project: string | null;
  readonly cwd: string | null;
  readonly gitBranch: string | null;
  readonly parentId: ConversationId | null;
  readonly relation: Relation | null;
  readonly rootId: ConversationId;
  /** US dollars of all responses that state a cost; null: none does. */
  readonly cost: number | null;
  /** The person's own. */
  readonly tags: readonly string[];
  /** What the provider had it under. */
  readonly tagsThere: readonly string[];
  /** By the person, or by the provider where the person has not said otherwise. */
  readonly starred: boolean;
  /** The provider had it starred or pinned. */
  readonly starredThere: boolean;
  /** False: a newer export of the same account no longer has it. Null for logs. */
  readonly inNewestExport: boolean | null;
  /** Every file that it was read from was deleted from this computer, as far as was last looked. */
  readonly originalDeleted: boolean;
}

/** The bytes behind an image or file part. */
export interface Attachment {
  readonly id: string;
  readonly name: string | null;
  readonly mime: string | null;
  readonly size: number | null;
  /** SHA-256, hex; null when the export did not ship the bytes. Served at `/blobs/<hash>`. */
  readonly hash: string | null;
}
