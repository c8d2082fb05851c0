import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';

/** What SQLite and the file system refuse, in sentences for the person. */

/** Code of an error of SQLite, or of the file system; empty when it has none. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** There is no room, or no leave, to write: of a file that is read neither is ever said. */
export function isRefused(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'SQLITE_FULL'].includes(codeOf(error));
}

/** A file of the archive is not what was written into it. */
export function isDamage(error: unknown): boolean {
  const code = codeOf(error);
  return code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB';
}

/**
 * What happened and what to do, as sentences; null when it is nothing that an archive is refused by.
 *
 * @param file the file of the archive that it happened to, where that is known
 */
export function faultText(error: unknown, file = 'A file of the archive'): string | null {
  if (isDamage(error)) {
    return (
      `${file} is damaged: it was changed by something else than Polylogue, or the disk failed. Nothing was changed. ` +
      'Restore a backup (polylogue restore), or import your exports into a new archive.'
    );
  }
  const code = codeOf(error);
  if (['SQLITE_FULL', 'ENOSPC', 'EDQUOT'].includes(code)) return 'The disk is full.';
  if (code === 'EFBIG') return 'The disk takes no file as large as one of the archive would become.';
  if (code.startsWith('SQLITE_READONLY') || code === 'EROFS') return `The archive cannot be written: ${file} is read-only.`;
  if (code.startsWith('SQLITE_CANTOPEN') || ['EACCES', 'EPERM', 'SQLITE_PERM', 'SQLITE_AUTH'].includes(code)) {
    return `The archive cannot be opened: ${file} may not be read and written here. Check the permissions of the folder, or choose another one.`;
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'Another process held the archive for too long.';
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') return 'The disk reports an error.';
  return null;
}

/** The same error in words where there are some, to be thrown; others as they are. @param path what it happened to */
export function worded(error: unknown, path?: string): unknown {
  if (error instanceof ArchiveError) return error;
  if (path !== undefined && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    const text = `The archive cannot be opened: where ${basename(path)} should be, there is a folder. Move it away, or choose another archive.`;
    return new ArchiveError('Internal', text);
  }
  const text = faultText(error, path === undefined ? undefined : basename(path));
  return text === null ? error : new ArchiveError('Internal', text);
}
