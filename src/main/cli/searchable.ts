import type { App } from '../app.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { grouped } from './figures.ts';
import type { Output } from './output.ts';

/** Milliseconds between two looks at the index. */
const every = 100;
/** Milliseconds without any progress after which nobody seems to be indexing. */
const patience = 60_000;

/**
 * Resolves with null when every conversation of the archive is in the index, whichever process keeps it (this one or a window that is
 * open), and when that does not get on with what is known of the reason, a sentence or nothing.
 * @throws ArchiveError Cancelled
 */
export async function waitUntilSearchable(app: App, output: Output, signal: AbortSignal): Promise<string | null> {
  let last = -1;
  let moved = performance.now();
  for (;;) {
    const { index } = await app.handlers.status({}, signal);
    if (index.done >= index.of && !index.rebuilding) break;
    if (index.done !== last) moved = performance.now();
    last = index.done;
    if (index.fault !== undefined) return index.fault;
    if (performance.now() - moved > patience) return '';
    output.progress(`Making it searchable: ${grouped(index.done)} of ${grouped(index.of)} conversations`);
    await new Promise<void>((resolve) => setTimeout(resolve, every));
    if (signal.aborted) {
      throw new ArchiveError(
        'Cancelled',
        'Everything is stored. What is not searchable yet will be when the archive is next opened.',
      );
    }
  }
  output.progress(null);
  return null;
}
