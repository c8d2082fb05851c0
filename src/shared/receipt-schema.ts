import { z } from 'zod';
import type { Drift } from './parsed.ts';
import type { ReceiptIssue, Tally } from './receipt.ts';

/** Pieces of receipts, as they come back from another process or from where they were kept. */

const count = z.number().nonnegative();

const countsSchema = z.object({
  read: count,
  added: count,
  updated: count,
  unchanged: count,
  hidden: count,
  ignored: count,
  quarantined: count,
});

export const tallySchema = z.object({
  conversations: countsSchema,
  messages: countsSchema,
  attachments: countsSchema,
}) satisfies z.ZodType<Tally>;

export const issueSchema = z.object({
  code: z.string(),
  message: z.string(),
  where: z.string(),
  raw: z.string(),
}) satisfies z.ZodType<ReceiptIssue>;

export const driftSchema = z.object({
  kind: z.enum(['field', 'type', 'file']),
  path: z.string(),
  count,
  example: z.string(),
}) satisfies z.ZodType<Drift>;
