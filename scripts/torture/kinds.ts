import { closeSync, cpSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { blobPath } from '../../src/main/archive/blobs.ts';
import { openImportWriter } from '../../src/main/archive/import-writer.ts';
import { purge, star, trash } from '../../src/main/archive/words/kept.ts';
import { openArchive, openIndex, openUser, removeIndex } from '../../src/main/archive/open.ts';
import { sql } from '../../src/main/archive/sql.ts';
import type { Action } from './action.ts';
import { writeMixture } from './inputs.ts';
import { actWhole, type Preload } from './process.ts';

/** Archives that actions begin with, and what is imported into them. */
export interface Stock {
  /** Where the archives lie, each as `archive` in a folder of its name. */
  readonly root: string;
  /** The later edition of the mixture, at the paths where the first was. */
  readonly inputs: readonly string[];
}

export interface Kind {
  readonly name: string;
  /** The folder of the stock that it begins with; null: nothing is there. */
  readonly from: 'first' | 'both' | 'older' | null;
  /** What is done with it before. */
  readonly prepare?: (folder: string, stock: Stock) => Promise<void> | void;
  readonly actions: (stock: Stock, folder: string) => readonly Action[];
  /** The archive is damaged before: only after the action it is whole. */
  readonly damaged?: true;
  /** What was there may go. */
  readonly removes?: true;
  /** The index is compared, too. */
  readonly indexes?: true;
}

const preloads: readonly Preload[] = ['small-limits'];

export async function make(folder: string, actions: readonly Action[], more: readonly Preload[] = []): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await actWhole({ folder, actions, preloads: [...preloads, ...more] });
}

/** Milliseconds after which an import knows a file again by its times. */
const settledMs = 2200;

/** Makes the archives that actions begin with, and the inputs. */
export async function makeStock(root: string, size: number): Promise<Stock> {
  const inputs = join(root, 'inputs');
  const first = await writeMixture(inputs, 'first', size);
  await setTimeout(settledMs);
  await make(join(root, 'first'), [{ kind: 'import', inputs: [...first] }]);
  const later = await writeMixture(inputs, 'later', size);
  await setTimeout(settledMs);
  cpSync(join(root, 'first'), join(root, 'both'), { recursive: true });
  await make(join(root, 'both'), [{ kind: 'import', inputs: [...later] }]);
  await make(join(root, 'older'), [{ kind: 'import', inputs: [...later] }], ['older-parsers']);
  return { root, inputs: later };
}

const imported = ({ inputs }: Stock): Action => ({ kind: 'import', inputs: [...inputs] });
const archiveOf = (folder: string): string => join(folder, 'archive');

/** Everything that writes. */
export const kinds: readonly Kind[] = [
  { name: 'import', from: null, actions: (stock) => [imported(stock)] },
  { name: 'import of what has grown', from: 'first', actions: (stock) => [imported(stock)] },
  { name: 'dry run', from: 'first', actions: ({ inputs }) => [{ kind: 'import', inputs: [...inputs], dryRun: true }] },
  { name: 'undo of the first', from: 'both', removes: true, actions: () => [{ kind: 'undo', runId: 1 }] },
  { name: 'undo of the last', from: 'both', removes: true, actions: () => [{ kind: 'undo', runId: 2 }] },
  {
    name: 'redo',
    from: 'both',
    prepare: (folder) => make(folder, [{ kind: 'undo', runId: 2 }]),
    actions: (stock) => [imported(stock)],
  },
  { name: 'purge', from: 'both', prepare: emptyTrash, removes: true, actions: () => [{ kind: 'purge' }] },
  {
    name: 'let in',
    from: 'both',
    prepare: async (folder) => {
      emptyTrash(folder);
      await make(folder, [{ kind: 'purge' }]);
    },
    actions: (stock) => [{ kind: 'let-in' }, imported(stock)],
  },
  { name: 'reparse', from: 'older', actions: () => [{ kind: 'reparse' }] },
  { name: 'migration and reparse', from: 'older', prepare: migrateBack, actions: () => [{ kind: 'reparse' }] },
  {
    name: 'bring up to date',
    from: 'first',
    actions: (stock, folder) => [imported(stock), { kind: 'mark-gone', gone: someConversations(folder), back: [] }],
  },
  { name: 'index', from: 'both', indexes: true, actions: () => [{ kind: 'index' }] },
  {
    name: 'index of what has changed',
    from: 'first',
    prepare: async (folder, stock) => make(folder, [{ kind: 'index' }, imported(stock), { kind: 'undo', runId: 1 }]),
    indexes: true,
    actions: () => [{ kind: 'index' }],
  },
  {
    name: 'index repair',
    from: 'both',
    prepare: async (folder) => {
      await make(folder, [{ kind: 'index' }]);
      overwrite(join(archiveOf(folder), 'index.db'), 5000, 60_000);
    },
    damaged: true,
    indexes: true,
    actions: () => [{ kind: 'repair' }, { kind: 'index' }],
  },
  {
    name: 'index made anew',
    from: 'both',
    prepare: async (folder) => {
      await make(folder, [{ kind: 'index' }]);
      const db = openIndex(archiveOf(folder));
      db.exec('delete from ft_title where rowid in (select rowid from ft_title_docsize limit 3)');
      db.close();
    },
    damaged: true,
    indexes: true,
    actions: () => [{ kind: 'repair' }, { kind: 'index' }],
  },
  {
    name: 'repair',
    from: 'both',
    prepare: damage,
    damaged: true,
    actions: (stock) => [{ kind: 'repair' }, imported(stock)],
  },
  { name: 'backup', from: 'both', actions: () => [{ kind: 'backup' }] },
  {
    name: 'backup over another',
    from: 'first',
    prepare: async (folder, stock) => make(folder, [{ kind: 'backup' }, imported(stock)]),
    actions: () => [{ kind: 'backup' }],
  },
  {
    name: 'restore',
    from: 'both',
    prepare: async (folder) => {
      await make(folder, [{ kind: 'backup' }]);
      rmSync(archiveOf(folder), { recursive: true });
    },
    actions: () => [{ kind: 'restore' }],
  },
  { name: 'move', from: 'both', actions: () => [{ kind: 'move', copy: false }] },
  { name: 'move to another disk', from: 'both', actions: () => [{ kind: 'move', copy: true }] },
  { name: 'words', from: 'both', actions: () => [{ kind: 'words' }] },
];

function someIds(folder: string): readonly string[] {
  const { db, close } = openArchive(archiveOf(folder), 'read');
  try {
    return db
      .all<{ id: string }>(sql`select provider || ':' || native_id as id from conversation where id % 5 = 2 order by id`)
      .map(({ id }) => id);
  } finally {
    close();
  }
}

function someConversations(folder: string): number[] {
  const { db, close } = openArchive(archiveOf(folder), 'read');
  try {
    return db.all<{ id: number }>(sql`select id from conversation where id % 3 = 1`).map(({ id }) => id);
  } finally {
    close();
  }
}

/** Deletes every fifth conversation for good, and says something of others. */
function emptyTrash(folder: string): void {
  const ids = someIds(folder);
  const user = openUser(archiveOf(folder));
  try {
    star(user, ids.slice(0, 3), true);
    trash(user, ids, true);
    purge(user, ids.slice(2));
  } finally {
    user.close();
  }
}

/** Makes archive.db what it was before its last two steps. */
function migrateBack(folder: string): void {
  removeIndex(archiveOf(folder));
  const { db, close } = openImportWriter(archiveOf(folder));
  try {
    db.exec(`
      drop table tag_there; alter table message drop column cost; alter table conversation drop column cost;
      alter table conversation drop column starred; drop table file_state; drop table record_figures; pragma user_version = 5`);
  } finally {
    close();
  }
}

/** Damage that the doctor knows how to put right. */
function damage(folder: string): void {
  const dir = archiveOf(folder);
  const { db, close } = openImportWriter(dir);
  try {
    const blobs = db.all<{ hash: string }>(sql`select lower(hex(hash)) as hash from blob where refs > 0 order by hash limit 3`);
    const [missing, changed, miscounted] = blobs.map(({ hash }) => hash);
    if (missing === undefined || changed === undefined || miscounted === undefined) throw new Error('There are no blobs.');
    rmSync(blobPath(dir, missing));
    overwrite(blobPath(dir, changed), 3, 10);
    db.run(sql`update blob set refs = refs + 3 where hash = ${Buffer.from(miscounted, 'hex')}`);
    db.run(sql`update conversation set words = words + 1 where id % 9 = 1`);
  } finally {
    close();
  }
}

function overwrite(file: string, from: number, bytes: number): void {
  const handle = openSync(file, 'r+');
  try {
    writeSync(handle, Buffer.alloc(bytes, 7), 0, bytes, from);
  } finally {
    closeSync(handle);
  }
}
