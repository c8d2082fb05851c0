import { z } from 'zod';
import { providerIds } from './model.ts';

/** The schema of every input of the contract, checked on arrival on both hosts. One entry per function, by its name. */

const conversationId = z.string().min(1).max(1024);
const query = z.string().max(20_000);

export const sortOrders = ['relevance', 'newest', 'oldest', 'longest', 'created', 'title'] as const;

/** Everything a query finds but some. */
export const querySelection = z.object({ query, except: z.array(conversationId).max(10_000).default([]) });

/** A set of conversations: what a query finds, or a list. Never 50,000 ids over the wire. */
const selection = z.union([querySelection, z.object({ ids: z.array(conversationId).max(10_000) })]);

export const exportFormats = ['markdown', 'json', 'jsonl'] as const;

export const requests = {
  status: z.object({}),
  search: z.object({
    query: query.default(''),
    sort: z.enum(sortOrders).default('newest'),
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
  raw: z.object({ id: conversationId, /** Byte offset into the record. */ offset: z.number().int().min(0).default(0) }),
  runs: z.object({ limit: z.number().int().min(1).max(1000).default(50) }),
  run: z.object({ runId: z.number().int() }),
  issues: z.object({
    runId: z.number().int(),
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
  cancelImport: z.object({ jobId: z.string() }),
  undoImport: z.object({ runId: z.number().int() }),
  export: z.object({
    selection,
    format: z.enum(exportFormats).default('markdown'),
    transforms: z.array(z.string()).max(20).default([]),
    branches: z.enum(['active', 'all']).default('active'),
    fields: z.array(z.string()).max(100).optional(),
    /** Of a selection by query: the order in which it is written, and how many at most (0: all). */
    sort: z.enum(sortOrders).default('newest'),
    limit: z.number().int().min(0).default(0),
    /** A folder or `.zip` file on this machine; absent: a zip that the browser downloads from the job's `result`. */
    to: z.string().max(32_000).optional(),
  }),
  cancelExport: z.object({ jobId: z.string() }),
  markdown: z.object({
    id: conversationId,
    transforms: z.array(z.string()).max(20).default([]),
    branches: z.enum(['active', 'all']).default('active'),
  }),
  star: z.object({ selection, starred: z.boolean() }),
  tag: z.object({
    selection,
    add: z.array(z.string().min(1).max(100)).default([]),
    remove: z.array(z.string()).default([]),
  }),
  trash: z.object({ selection, trashed: z.boolean() }),
  undo: z.object({ changeId: z.number().int() }),
  settings: z.object({}),
  setSetting: z.object({ name: z.string().max(100), value: z.string().max(100_000) }),
} as const;

export type Requests = typeof requests;
export type RequestName = keyof Requests;
/** What a caller writes: fields with defaults may be left out. */
export type RequestInput<Name extends RequestName> = z.input<Requests[Name]>;
/** What the answering side gets: parsed, defaults filled in. */
export type Request<Name extends RequestName> = z.output<Requests[Name]>;
export type Selection = z.output<typeof selection>;
export type SortOrder = (typeof sortOrders)[number];
