import type { App } from '../app.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { grouped } from './figures.ts';
import type { Output } from './output.ts';

/** Milliseconds between two looks at the index. */
const every = 100;

/**
 * Resolves when every conversation of the archive is in the index, whichever process keeps it: this one or a window that is open.
 * @throws ArchiveError Cancelled
 */
export async function waitUntilSearchable(app: App, output: Output, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { index } = await app.handlers.status({}, signal);
    if (index.done >= index.of && !index.rebuilding) return output.progress(null);
    output.progress(`Making it searchable: ${grouped(index.done)} of ${grouped(index.of)} conversations`);
    await new Promise<void>((resolve) => setTimeout(resolve, every));
    if (signal.aborted) {
      throw new ArchiveError(
        'Cancelled',
        'Everything is stored. What is not searchable yet will be when the archive is next opened.',
      );
    }
  }
}
