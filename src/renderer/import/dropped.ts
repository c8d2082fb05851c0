/** What was dropped or chosen: files, each an input of its own, and folders with everything in them. */
export type Dropped =
  | { readonly kind: 'file'; readonly name: string; readonly file: File }
  | {
      readonly kind: 'folder';
      readonly name: string;
      readonly files: () => AsyncIterable<FolderFile>;
      /** What stands for the folder itself, of which the desktop knows the path. */
      readonly handle: File | null;
    };

export interface FolderFile {
  /** With `/`, beginning with the folder's own name. */
  readonly path: string;
  readonly file: File;
}

/** System litter that no export is in. */
const litter = /^(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

/** Reads a drop. Must be called while the event is handled: afterwards the browser empties it. */
export function droppedOf(transfer: DataTransfer): readonly Dropped[] {
  return [...transfer.items].flatMap((item): Dropped[] => {
    if (item.kind !== 'file') return [];
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry && isDirectory(entry)) {
      return [{ kind: 'folder', name: entry.name, files: () => walk(entry, entry.name), handle: file }];
    }
    return file && !litter.test(file.name) ? [{ kind: 'file', name: file.name, file }] : [];
  });
}

/** Files of an `<input type="file">`; with `webkitdirectory` they carry paths and make one folder. */
export function chosenOf(files: Iterable<File>): readonly Dropped[] {
  const dropped: Dropped[] = [];
  const folders = new Map<string, FolderFile[]>();
  for (const file of files) {
    if (litter.test(file.name)) continue;
    const path = file.webkitRelativePath;
    const folder = path.split('/')[0];
    if (!path || folder === undefined) {
      dropped.push({ kind: 'file', name: file.name, file });
      continue;
    }
    const inside = folders.get(folder);
    if (inside) inside.push({ path, file });
    else folders.set(folder, [{ path, file }]);
  }
  for (const [name, inside] of folders) {
    dropped.push({
      kind: 'folder',
      name,
      handle: null,
      async *files() {
        yield* inside;
      },
    });
  }
  return dropped;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function* walk(folder: FileSystemDirectoryEntry, path: string): AsyncIterable<FolderFile> {
  const reader = folder.createReader();
  for (;;) {
    // A reader gives at most 100 entries a time, and an empty list at the end.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    for (const entry of entries) {
      const inside = `${path}/${entry.name}`;
      if (isDirectory(entry)) yield* walk(entry, inside);
      else if (isFile(entry) && !litter.test(entry.name)) {
        yield { path: inside, file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)) };
      }
    }
  }
}
