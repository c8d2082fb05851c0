/**
 * Everything a window may ask of the archive. Read this first.
 *
 * Inputs are in `requests.ts` (checked on arrival), results here (typed). Payloads are JSON; times are epoch milliseconds; bytes
 * travel by URL (`/blobs/…`, `/inbox`, `/exports/…`). Failures are `ArchiveError`. Every call takes an `AbortSignal`. A malformed
 * query is no failure: results carry its `problems`.
 */
import type { Attachment, Conversation, ConversationId, Message, ProviderId } from './model.ts';
import type { Receipt, ReceiptIssue, RunKind, RunStatus, Tally } from './receipt.ts';
import type { Request, RequestInput, RequestName, SortOrder, TagColor } from './requests.ts';

/** A place in a query text that does not parse as meant; the rest is searched. Offsets are UTF-16. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export interface Status {
  readonly version: string;
  readonly path: string;
  readonly conversations: number;
  readonly messages: number;
  /** Bytes on disk, all files of the archive. */
  readonly bytes: number;
  /** Conversations whose words are in the index, and all there are; with `fault`, a sentence, what keeps it from getting on for now. */
  readonly index: { readonly done: number; readonly of: number; readonly rebuilding: boolean; readonly fault?: string };
  readonly jobs: readonly JobProgress[];
  /** What this host can do: a native dialog, showing a folder; a browser uploads and downloads. */
  readonly host: 'desktop' | 'web' | 'cli';
}

export interface Passage {
  readonly messageIndex: number;
  readonly partIndex: number;
  /** Where it was found; `title` and `note` (both may be the person's own) have messageIndex -1. */
  readonly in: 'title' | 'note' | 'text' | 'code' | 'tools' | 'thinking' | 'attachments';
  readonly onActivePath: boolean;
  readonly text: string;
  /** UTF-16 ranges in `text`. */
  readonly marks: readonly (readonly [from: number, to: number])[];
}

export interface SearchRow extends Conversation {
  /** The person wrote a note. */
  readonly noted: boolean;
  /** Put away by the person, or by the provider's own archive. */
  readonly archived: boolean;
  readonly trashed: boolean;
  readonly passages: readonly Passage[];
}

/**
 * What the index could not answer is read from the conversations themselves: how many were read of those that must be for this query. As long
 * as it is not null the answer is not whole yet: the same question, asked again, reads on and knows more.
 */
export interface Reading {
  readonly done: number;
  readonly of: number;
}

export interface SearchPage {
  readonly rows: readonly SearchRow[];
  /** Null on the last page. */
  readonly cursor: string | null;
  readonly problems: readonly Problem[];
  /** Exact when it costs nothing extra, else null: ask `total`. */
  readonly total: number | null;
  readonly reading: Reading | null;
}

export interface Total {
  readonly conversations: number;
  /** When nothing was found: what each term or filter leaves when it alone is dropped. */
  readonly without: readonly {
    readonly from: number;
    readonly to: number;
    readonly text: string;
    readonly conversations: number;
  }[];
  /** When nothing was found: words that no conversation has, each with the nearest that some have, and how many of them. */
  readonly nearest: readonly {
    readonly from: number;
    readonly to: number;
    readonly text: string;
    readonly instead: string;
    readonly conversations: number;
  }[];
  readonly problems: readonly Problem[];
  readonly reading: Reading | null;
}

export interface Facet {
  readonly name: string;
  readonly values: readonly {
    readonly value: string;
    readonly count: number;
    /** The query asks for it. */
    readonly selected: boolean;
    /** The query excludes it. */
    readonly excluded: boolean;
  }[];
  /** Values beyond `limit`. */
  readonly more: number;
}

export interface Histogram {
  readonly by: 'day' | 'week' | 'month' | 'year';
  /**
   * Local dates `YYYY-MM-DD` at which each non-empty bucket begins, how many conversations were going on in it (as many as `on:` finds), and
   * how many of them began in it. In several buckets there are the `count` of the first and the `begun` of the others.
   */
  readonly buckets: readonly { readonly from: string; readonly count: number; readonly begun: number }[];
  readonly reading: Reading | null;
}

export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly items: readonly { readonly text: string; readonly label: string; readonly count: number | null }[];
}

export interface ConversationDetail {
  readonly conversation: Conversation;
  /** The provider's title, where the person gave one of their own. */
  readonly originalTitle: string | null;
  /** Markdown. */
  readonly note: string | null;
  /** Why it is not in the list of what is current. */
  readonly archived: boolean;
  readonly trashed: boolean;
  readonly attachments: readonly Attachment[];
  readonly children: readonly {
    readonly id: ConversationId;
    readonly title: string;
    readonly relation: string;
    readonly messages: number;
  }[];
  readonly parent: { readonly id: ConversationId; readonly title: string } | null;
}

/**
 * A light row of every message, in order of index: what a reader lays out before it asks for any text. Columns of text instead of an object
 * per message; `outline.ts` reads and writes them.
 */
export interface Outline {
  readonly id: ConversationId;
  readonly generation: number;
  readonly count: number;
  /** A letter per message: its role, origin, whether it is on the active path and whether it is hidden. */
  readonly traits: string;
  /** How far above the message before it the parent stands. */
  readonly parents: string;
  /** Milliseconds since the last known time before. */
  readonly times: string;
  readonly words: string;
  /** Places in `kinds`. */
  readonly parts: string;
  /** The different rows of `PartCode` letters. */
  readonly kinds: readonly string[];
}

export interface Hits {
  readonly hits: readonly {
    readonly messageIndex: number;
    readonly partIndex: number;
    /** UTF-16 ranges in the part's text. */
    readonly marks: readonly (readonly [from: number, to: number])[];
  }[];
  readonly more: boolean;
}

export interface Passages {
  /** A part may have several; the passages of a message come together. The last one's message is the next `after`. */
  readonly passages: readonly Passage[];
  /** Messages that hit, and one more each for the title and the note. */
  readonly total: number;
  readonly more: boolean;
}

export interface HitCounts {
  /** In the order of the ids: messages that hit; null when counting would cost too much. */
  readonly counts: readonly (number | null)[];
}

export interface RawText {
  /** At most 1 MB of the record as text. */
  readonly text: string;
  readonly offset: number;
  readonly total: number;
}

/** One of the originals a conversation was read from. */
export interface RawSource {
  /** For `raw`. */
  readonly record: number;
  /** The file and the place in it. */
  readonly name: string;
  readonly bytes: number;
  /** What the conversation is shown from; else an earlier version of it. */
  readonly current: boolean;
}

/** What the originals have of one message. */
export interface RawMessage {
  /** In the order of the record; empty where the message could not be found in it. */
  readonly pieces: readonly {
    /** At most 1 MB of it. */
    readonly text: string;
    readonly bytes: number;
    /** Byte in the record at which it begins. */
    readonly offset: number;
    /** Of a log. */
    readonly line: number | null;
  }[];
  /** The record that was looked through last. */
  readonly source: RawSource | null;
}

export interface Tag {
  readonly name: string;
  readonly color: TagColor | null;
  /** As many as `tag:NAME` finds. */
  readonly conversations: number;
}

/** One line behind a figure of a receipt. */
export interface RecordRow {
  /** For the next page's `after`. */
  readonly place: number;
  /** Null for what never became a conversation. */
  readonly conversation: { readonly id: ConversationId; readonly title: string; readonly provider: ProviderId } | null;
  /** The file and the place in it that it came from. */
  readonly where: string;
  /** For what was quarantined, hidden or ignored. */
  readonly reason: string | null;
  /** The issue whose raw text is kept (`rawIssue`). */
  readonly issue: number | null;
}

export interface RunRow {
  readonly runId: number;
  readonly kind: RunKind;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly undone: boolean;
  readonly inputs: readonly string[];
  readonly totals: Tally;
}

export interface JobProgress {
  readonly jobId: string;
  /** `reparse`: originals in the archive are read again because a parser changed. */
  readonly kind: 'import' | 'export' | 'undo' | 'reparse';
  readonly state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly label: string;
  readonly runId: number | null;
  /** Bytes of input for an import, conversations for an export, records for a reparse. */
  readonly done: number;
  readonly total: number | null;
  /** Per second, of `done`. */
  readonly rate: number | null;
  readonly remainingMs: number | null;
  readonly tally: Tally | null;
  readonly error: string | null;
  /** Where the result of an export is: a path on this machine, or a URL to download. */
  readonly result: string | null;
}

/** Where a tool keeps conversations on the computer that the archive is on, or where exports were downloaded to. */
export interface FoundPlace {
  /** The same on every computer; what the person chose for the place is kept under it. */
  readonly id: string;
  /** Null for exports, which are of any provider. */
  readonly provider: ProviderId | null;
  /** Tells places of one provider apart: `Insiders`. */
  readonly variant: string | null;
  readonly path: string;
  /** The path to be read: `~` for the person's home. */
  readonly shown: string;
  /** Null where they cannot be counted without reading: in a database. */
  readonly sessions: number | null;
  readonly bytes: number;
  /** Sessions that were never read; of a database 1, when it was not. */
  readonly new: number;
  /** Sessions that have changed since they were read. */
  readonly grown: number;
  /** Something of it is archived. */
  readonly archived: boolean;
  /** Epoch milliseconds of the last change; null when there is nothing. */
  readonly changedAt: number | null;
  /** Days after which the tool itself deletes a session; null: it keeps them. */
  readonly deletedAfterDays: number | null;
  /** Something of it was archived, and the folder is not there any more. */
  readonly missing: boolean;
  /** There is more than was looked at, or folders that cannot be read: the figures are the least there is. */
  readonly partly: boolean;
}

/** The setting that holds, as a JSON list of ids, the places that are kept up to date while the app is open. */
export const followedSetting = 'found.followed';

export interface Change {
  readonly changeId: number;
  readonly conversations: number;
  /** What was changed: what the person keeps of conversations, or the searches. */
  readonly of: 'conversations' | 'searches';
}

/** A search that the person keeps. */
export interface SavedSearch {
  readonly id: number;
  readonly name: string;
  readonly query: string;
  /** Null: best match when there are words to match, else newest. */
  readonly sort: SortOrder | null;
  readonly reverse: boolean;
}

/** Result of each function; its input is the schema of the same name in `requests`. */
export interface Results {
  status: Status;
  search: SearchPage;
  total: Total;
  facets: { readonly facets: readonly Facet[]; readonly reading: Reading | null };
  histogram: Histogram;
  complete: Completion;
  conversation: ConversationDetail;
  outline: Outline;
  messages: { readonly messages: readonly Message[] };
  hits: Hits;
  passages: Passages;
  hitCounts: HitCounts;
  raw: RawText;
  rawSources: { readonly sources: readonly RawSource[] };
  rawMessage: RawMessage;
  rawIssue: RawText;
  tags: { readonly tags: readonly Tag[] };
  tombstones: { readonly conversations: number; readonly deleted: readonly Tombstone[]; readonly more: boolean };
  records: { readonly records: readonly RecordRow[]; readonly more: boolean };
  runs: { readonly runs: readonly RunRow[] };
  run: Receipt;
  issues: { readonly issues: readonly (ReceiptIssue & { readonly id: number })[]; readonly more: boolean };
  import: { readonly jobId: string };
  importSample: { readonly jobId: string };
  discover: { readonly places: readonly FoundPlace[] };
  /** Null when there was nothing new in them. */
  importFound: { readonly jobId: string | null };
  cancelImport: Record<string, never>;
  undoImport: { readonly jobId: string };
  export: { readonly jobId: string };
  cancelExport: Record<string, never>;
  markdown: { readonly markdown: string };
  star: Change;
  tag: Change;
  trash: Change;
  archive: Change;
  rename: Change;
  note: Change;
  changeTag: Change;
  deleteTag: Change;
  savedSearches: { readonly searches: readonly SavedSearch[] };
  saveSearch: Change & { readonly id: number };
  changeSavedSearch: Change;
  moveSavedSearch: Change;
  deleteSavedSearch: Change;
  purge: { readonly conversations: number };
  letIn: { readonly conversations: number };
  undo: Change;
  settings: { readonly settings: Readonly<Record<string, string>> };
  setSetting: Record<string, never>;
  choosePaths: { readonly paths: readonly string[] };
  showInFolder: Record<string, never>;
  openArchive: Record<string, never>;
}

/** What is left of a conversation that was deleted for good. */
export interface Tombstone {
  readonly id: string;
  readonly provider: ProviderId;
  /** The provider's own id. */
  readonly nativeId: string;
  /** The one that the person gave it, or its own as long as it is still being cleared away; null: it went with the conversation. */
  readonly title: string | null;
  readonly deletedAt: number;
}

/** What happens without being asked. A client that was away asks `status` and goes on from there. */
export interface Events {
  /** Conversations were added, changed or removed, by whichever process. */
  changed: { readonly generation: number };
  job: JobProgress;
  index: Status['index'];
  /** The desktop's menu was used: run this command of the command table. */
  command: { readonly id: string };
  /** What the person keeps changed: their own words of conversations or their saved searches (`changeId` when it is known), or a setting. */
  kept: { readonly of: Change['of'] | 'settings'; readonly changeId: number | null };
}

export type EventName = keyof Events;

/** The archive as a client sees it. */
export type ArchiveClient = {
  readonly [Name in RequestName]: (input: RequestInput<Name>, signal?: AbortSignal) => Promise<Results[Name]>;
} & {
  readonly on: <Name extends EventName>(name: Name, listener: (event: Events[Name]) => void) => () => void;
};

/** The archive as it is answered. */
export type ArchiveHandlers = {
  readonly [Name in RequestName]: (input: Request<Name>, signal: AbortSignal) => Promise<Results[Name]>;
};

export const providerNames: Readonly<Record<ProviderId, string>> = {
  chatgpt: 'ChatGPT',
  claude: 'Claude',
  'claude-code': 'Claude Code',
  codex: 'Codex',
  'gemini-ai-studio': 'Google AI Studio',
  'gemini-takeout': 'Gemini (Takeout)',
  'gemini-cli': 'Gemini CLI',
  grok: 'Grok',
  deepseek: 'DeepSeek',
  'le-chat': 'Le Chat',
  perplexity: 'Perplexity',
  cursor: 'Cursor',
  opencode: 'OpenCode',
  'copilot-cli': 'Copilot CLI',
  'vscode-chat': 'VS Code chat',
  pi: 'pi',
  'open-webui': 'Open WebUI',
  librechat: 'LibreChat',
  'openai-messages': 'OpenAI messages',
  sharegpt: 'ShareGPT',
  generic: 'Generic fallback',
};

/** Who answers, where that is not the name of what was imported. */
const assistants: Partial<Readonly<Record<ProviderId, string>>> = {
  'gemini-ai-studio': 'Gemini',
  'gemini-takeout': 'Gemini',
  'copilot-cli': 'Copilot',
  'vscode-chat': 'Copilot',
  'open-webui': 'Assistant',
  librechat: 'Assistant',
  'openai-messages': 'Assistant',
  sharegpt: 'Assistant',
  generic: 'Assistant',
};

/** The name that stands over an answer. */
export function assistantOf(provider: ProviderId): string {
  return assistants[provider] ?? providerNames[provider];
}
