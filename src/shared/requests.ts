import { z } from 'zod';
import { providerIds } from './model.ts';

/** The schema of every input of the contract, checked on arrival on both hosts. One entry per function, by its name. */

const conversationId = z.string().min(1).max(1024);
const query = z.string().max(20_000);
const searchName = z.string().trim().min(1).max(200);

/** What a list may be ordered by; `reverse` turns each around. Unknown values stand last either way. */
export const sortOrders = [
  'relevance',
  'newest',
  'oldest',
  'created',
  'longest',
  'words',
  'tools',
  'title',
  'provider',
  'model',
  'project',
] as const;

/** The figures of a receipt that lead to what they count. */
export const receiptFigures = ['added', 'updated', 'unchanged', 'hidden', 'ignored', 'quarantined'] as const;

export const recordUnits = ['conversation', 'message', 'attachment'] as const;

/** `#rrggbb` is never stored: a tag's colour is one of these names, drawn by each theme in its own way. */
export const tagColors = ['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const;

/** Everything a query finds but some. */
export const querySelection = z.object({ query, except: z.array(conversationId).max(10_000).default([]) });

/** A set of conversations: what a query finds, or a list. Never 50,000 ids over the wire. */
const selection = z.union([querySelection, z.object({ ids: z.array(conversationId).max(10_000) })], {
  error: 'at most 10,000 conversations are named one by one. Select everything that a query finds instead',
});

export const exportFormats = ['markdown', 'json', 'jsonl'] as const;

export const requests = {
  status: z.object({}),
  search: z.object({
    query: query.default(''),
    sort: z.enum(sortOrders).default('newest'),
    reverse: z.boolean().default(false),
    limit: z.number().int().min(1).max(500).default(50),
    /** Opaque; from an earlier page of the same query and sort. */
    cursor: z.string().max(2000).optional(),
    /** The last word is still being typed: it is a prefix. */
    typing: z.boolean().default(false),
    passages: z.number().int().min(0).max(20).default(3),
  }),
  total: z.object({ query: query.default(''), typing: z.boolean().default(false) }),
  facets: z.object({
    query: query.default(''),
    typing: z.boolean().default(false),
    names: z.array(z.string().max(40)).max(20).optional(),
    /** Values per facet. */
    limit: z.number().int().min(1).max(1000).default(12),
  }),
  histogram: z.object({
    query: query.default(''),
    typing: z.boolean().default(false),
    by: z.enum(['day', 'week', 'month', 'year']).optional(),
  }),
  complete: z.object({ query, caret: z.number().int().min(0) }),
  conversation: z.object({ id: conversationId }),
  outline: z.object({ id: conversationId }),
  messages: z.object({
    id: conversationId,
    /** By index; at most 200. */
    indexes: z.array(z.number().int().min(0)).max(200),
  }),
  hits: z.object({ id: conversationId, query, limit: z.number().int().min(1).max(10_000).default(1000) }),
  /** Every hit of one conversation, in order: of its title and note first, then `limit` messages after the one of index `after`. */
  passages: z.object({
    id: conversationId,
    query,
    typing: z.boolean().default(false),
    after: z.number().int().min(0).optional(),
    limit: z.number().int().min(1).max(1000).default(50),
  }),
  /** How many messages hit, for conversations that are shown already. */
  hitCounts: z.object({ ids: z.array(conversationId).max(500), query, typing: z.boolean().default(false) }),
  raw: z.object({
    id: conversationId,
    /** Which of `rawSources`; absent: the first. */
    record: z.number().int().optional(),
    /** Byte offset into the record. */
    offset: z.number().int().min(0).default(0),
  }),
  /** The originals a conversation was read from: what it is shown from first, then its earlier versions. */
  rawSources: z.object({ id: conversationId }),
  /** A message's own piece of the original. */
  rawMessage: z.object({ id: conversationId, index: z.number().int().min(0) }),
  /** The raw text of a quarantined record, a megabyte at a time; `offset` in bytes. What is ignored keeps none. */
  rawIssue: z.object({ issue: z.number().int(), offset: z.number().int().min(0).default(0) }),
  tags: z.object({}),
  /** What was deleted for good: how many conversations, and a page of them, the latest first, after the first `after`. */
  tombstones: z.object({ after: z.number().int().min(0).default(0), limit: z.number().int().min(0).max(1000).default(0) }),
  runs: z.object({ limit: z.number().int().min(1).max(1000).default(50) }),
  run: z.object({ runId: z.number().int() }),
  issues: z.object({
    runId: z.number().int(),
    after: z.number().int().default(0),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  /** What a figure of a receipt counts: the conversations, or the issues. `input` is a place in the receipt's list of inputs. */
  records: z.object({
    runId: z.number().int(),
    figure: z.enum(receiptFigures),
    /** What the figure counts. Messages and attachments that were kept lead to the conversations in which they were read. */
    unit: z.enum(recordUnits).default('conversation'),
    input: z.number().int().min(0).optional(),
    after: z.number().int().default(0),
    limit: z.number().int().min(1).max(500).default(100),
  }),
  import: z.object({
    /** Paths on this machine (desktop, command line), or ids given by `POST /inbox` (browser). */
    inputs: z
      .array(z.union([z.object({ path: z.string().min(1).max(32_000) }), z.object({ inbox: z.string().min(1).max(200) })]))
      .min(1)
      .max(10_000),
    provider: z.enum(providerIds).optional(),
    dryRun: z.boolean().default(false),
  }),
  /** Imports the sample conversations that come with the program. */
  importSample: z.object({}),
  /** Looks, by names and sizes alone, where tools keep conversations on this computer. */
  discover: z.object({}),
  /** Imports what is new or has grown in places that `discover` found; absent: in those of which something is archived. */
  importFound: z.object({ places: z.array(z.string().max(100)).max(100).optional() }),
  cancelImport: z.object({ jobId: z.string() }),
  undoImport: z.object({ runId: z.number().int() }),
  export: z.object({
    selection,
    format: z.enum(exportFormats).default('markdown'),
    transforms: z.array(z.string()).max(20).default([]),
    branches: z.enum(['active', 'all']).default('active'),
    /** Of one conversation as Markdown: the branch through the message of this index, in place of the active one. */
    through: z.number().int().min(0).optional(),
    fields: z.array(z.string()).max(100).optional(),
    /** Of a selection by query: the order in which it is written, and how many at most (0: all). */
    sort: z.enum(sortOrders).default('newest'),
    reverse: z.boolean().default(false),
    limit: z.number().int().min(0).default(0),
    /** A folder or `.zip` file on this machine; absent: a zip that the browser downloads from the job's `result`. */
    to: z.string().max(32_000).optional(),
  }),
  cancelExport: z.object({ jobId: z.string() }),
  markdown: z.object({
    id: conversationId,
    transforms: z.array(z.string()).max(20).default([]),
    branches: z.enum(['active', 'all']).default('active'),
    /** The branch through the message of this index, in place of the active one. */
    through: z.number().int().min(0).optional(),
  }),
  star: z.object({ selection, starred: z.boolean() }),
  tag: z.object({
    selection,
    add: z.array(z.string().min(1).max(100)).default([]),
    remove: z.array(z.string()).default([]),
  }),
  trash: z.object({ selection, trashed: z.boolean() }),
  /** Out of the list of what is current, and back; still found by `is:archived`, by words and by export. */
  archive: z.object({ selection, archived: z.boolean() }),
  /** The person's own title; null: the provider's again. */
  rename: z.object({ id: conversationId, title: z.string().trim().min(1).max(1000).nullable() }),
  /** Markdown; null or empty removes it. */
  note: z.object({ id: conversationId, note: z.string().max(100_000).nullable() }),
  /** Renames a tag wherever it is (into one that exists: both become one), or gives it a colour. */
  changeTag: z.object({
    name: z.string().min(1).max(100),
    to: z.string().trim().min(1).max(100).optional(),
    color: z.enum(tagColors).nullable().optional(),
  }),
  /** Takes a tag from every conversation. */
  deleteTag: z.object({ name: z.string().min(1).max(100) }),
  /** Empties what is in the trash for good; what is left is a tombstone. Cannot be undone. */
  purge: z.object({ selection }),
  /** Lets conversations in again that were deleted for good, without `ids` all: the next import of a file that has them brings them. */
  letIn: z.object({ ids: z.array(conversationId).max(10_000).optional() }),
  /** In the person's order. */
  savedSearches: z.object({}),
  /** Keeps a search under a name, as the last of the list; without `sort` in the usual order. */
  saveSearch: z.object({
    name: searchName,
    query,
    sort: z.enum(sortOrders).nullable().default(null),
    reverse: z.boolean().default(false),
  }),
  changeSavedSearch: z.object({
    id: z.number().int(),
    name: searchName.optional(),
    query: query.optional(),
    sort: z.enum(sortOrders).nullable().optional(),
    reverse: z.boolean().optional(),
  }),
  /** Puts one before another; null: to the end. */
  moveSavedSearch: z.object({ id: z.number().int(), before: z.number().int().nullable() }),
  deleteSavedSearch: z.object({ id: z.number().int() }),
  undo: z.object({ changeId: z.number().int() }),
  settings: z.object({}),
  setSetting: z.object({ name: z.string().max(100), value: z.string().max(100_000) }),
  /** Desktop: the system's own dialogue; the answer's paths are empty when it was dismissed. */
  choosePaths: z.object({ what: z.enum(['files', 'folder', 'export-folder', 'archive-folder']) }),
  /** Desktop: shows a file or folder in the system's file manager. */
  showInFolder: z.object({ path: z.string().min(1).max(32_000) }),
  /** Desktop: opens the archive in another folder (an archive, or an empty folder), or moves this one there; the window starts anew. */
  openArchive: z.object({ dir: z.string().min(1).max(32_000), move: z.boolean().default(false) }),
} as const;

export type Requests = typeof requests;
export type RequestName = keyof Requests;
/** What a caller writes: fields with defaults may be left out. */
export type RequestInput<Name extends RequestName> = z.input<Requests[Name]>;
/** What the answering side gets: parsed, defaults filled in. */
export type Request<Name extends RequestName> = z.output<Requests[Name]>;
export type Selection = z.output<typeof selection>;
export type ReceiptFigure = (typeof receiptFigures)[number];
export type RecordUnit = (typeof recordUnits)[number];
export type TagColor = (typeof tagColors)[number];
export type SortOrder = (typeof sortOrders)[number];
