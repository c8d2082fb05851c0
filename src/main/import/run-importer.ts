import { z } from 'zod';
import { ArchiveError } from '../../shared/errors.ts';
import { providerIds } from '../../shared/model.ts';
import { serveWork } from '../work.ts';
import { runImport } from './import.ts';
import { markGone } from './mark-gone.ts';
import { reparse } from './reparse.ts';
import { purgeTrash, undoImport } from './undo.ts';

const task = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('import'),
    dir: z.string(),
    inputs: z.array(z.string()),
    provider: z.enum(providerIds).nullable(),
    dryRun: z.boolean(),
  }),
  z.object({ kind: z.literal('reparse'), dir: z.string() }),
  z.object({ kind: z.literal('purge'), dir: z.string() }),
  z.object({ kind: z.literal('mark-gone'), dir: z.string(), gone: z.array(z.number()), back: z.array(z.number()) }),
  z.object({ kind: z.literal('undo'), dir: z.string(), runId: z.number().int() }),
]);

/**
 * The importer process: one import, undo, reparse or emptying of the trash, or what was seen to be deleted, asked by its parent. The answer
 * of the first two is the receipt, with the totals once more as `tally`.
 *
 * @param parser path of the entry `parser.ts`, or its built file
 */
export function runImporter(parser: string): void {
  serveWork(async (sent, signal, onProgress) => {
    const parsed = task.safeParse(sent);
    if (!parsed.success) throw new ArchiveError('BadInput', 'The importer does not know this task.');
    const wanted = parsed.data;
    if (wanted.kind === 'reparse') return reparse({ ...wanted, signal, onProgress, parser });
    if (wanted.kind === 'purge') return purgeTrash({ ...wanted, signal, onProgress, parser });
    if (wanted.kind === 'mark-gone') return markGone({ ...wanted, signal });
    const receipt =
      wanted.kind === 'undo'
        ? await undoImport({ ...wanted, signal, onProgress, parser })
        : await runImport({ ...wanted, signal, onProgress, parser });
    return { ...receipt, tally: receipt.totals };
  });
}
