import { writeGone, type GoneChange } from '../archive/gone.ts';
import { openWriter } from './import.ts';

/** Writes down which originals were deleted from this computer; an import that runs comes first. */
export async function markGone(options: GoneChange & { readonly dir: string; readonly signal: AbortSignal }): Promise<null> {
  const writer = await openWriter(options.dir, options.signal);
  try {
    writeGone(writer.db, options);
    return null;
  } finally {
    writer.close();
  }
}
