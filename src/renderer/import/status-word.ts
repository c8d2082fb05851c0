import type { RunStatus } from '../../shared/receipt.ts';

/** What became of a run, as one word; nothing to say when all went well. */
export const statusWord: Readonly<Record<RunStatus, string | null>> = {
  running: 'running',
  completed: null,
  interrupted: 'interrupted',
  failed: 'failed',
  cancelled: 'cancelled',
};
