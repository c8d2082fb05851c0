import Database from 'better-sqlite3';

// Databases of other programs. Only copies of them are opened: whoever opens a database in WAL mode leaves files beside it.

/** A value of a foreign database: integers beyond 2^53 come as text. */
export type ForeignCell = null | number | string | Uint8Array;

export interface ForeignRows {
  readonly where?:
    | { readonly column: string; readonly equals: string | number }
    | { readonly column: string; readonly from: string; readonly below: string };
  readonly orderBy?: readonly string[];
}

/** A foreign database, as it stood when it was copied. */
export interface ForeignDatabase {
  /** Names of columns by table. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Cells of the named columns, row by row; no rows where a table or column is not there. Throws `ForeignError` while it is read. */
  readonly rows: (table: string, columns: readonly string[], options?: ForeignRows) => Generator<readonly ForeignCell[]>;
  /** Values that were too long to be read, so far; null stands for each. */
  readonly tooLong: () => number;
  readonly close: () => void;
}

/** A database that cannot be read, said in a sentence. */
export class ForeignError extends Error {
  readonly code: 'database-damaged' | 'database-unreadable' | 'database-locked';

  constructor(code: ForeignError['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'ForeignError';
    this.code = code;
  }
}

/** Bytes of one value. V8 has no strings above 512 MB, and better-sqlite3 takes the process down over one. */
const longestValue = 256 * 1024 ** 2;

interface Table {
  readonly columns: ReadonlySet<string>;
  readonly rowid: boolean;
}

/**
 * Opens a copy of a foreign database.
 *
 * @param file with its `-wal` or `-journal` beside it; a folder of ours
 * @param recover a journal lies beside it and may have to be rolled back, which writes to the copy
 * @throws ForeignError
 */
export function openForeign(file: string, recover: boolean): ForeignDatabase {
  let database: Database.Database | null = null;
  try {
    const db = (database = new Database(file, { readonly: !recover, timeout: 5000 }));
    // Nothing that a schema says is to be run, and what is wrong with a page is to be found.
    db.pragma('trusted_schema = off');
    db.pragma('cell_size_check = on');
    db.defaultSafeIntegers(true);
    if (recover) {
      db.prepare('select count(*) from sqlite_schema').get();
      db.pragma('query_only = on');
    }
    const tables = tablesOf(db);
    const state = { tooLong: 0 };
    return {
      columns: Object.fromEntries([...tables].map(([name, table]) => [name, [...table.columns]])),
      rows: reader(db, tables, state),
      tooLong: () => state.tooLong,
      close: () => db.close(),
    };
  } catch (error) {
    database?.close();
    throw foreignError(error);
  }
}

/**
 * Copies a database in WAL mode that another program has open, as of one moment, without keeping that program from writing.
 *
 * @param file its `-wal` and `-shm` must be there: they would be made and left behind
 * @throws ForeignError
 */
export async function backupForeign(file: string, target: string): Promise<void> {
  let database: Database.Database | null = null;
  try {
    const db = (database = new Database(file, { readonly: true, fileMustExist: true, timeout: 5000 }));
    // While it reads, the state of this moment is kept for it.
    db.exec('begin');
    db.prepare('select count(*) from sqlite_schema').get();
    await db.backup(target, { progress: () => 2000 });
  } catch (error) {
    throw foreignError(error);
  } finally {
    database?.close();
  }
}

/** Tables that hold rows of their own: no views, nothing of a module that would have to be loaded. */
function tablesOf(db: Database.Database): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  for (const row of db
    .prepare<[], { name: unknown; wr: unknown }>(
      "select name, wr from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\'",
    )
    .all()) {
    const { name } = row;
    if (typeof name !== 'string') continue;
    // Hidden: 0 usual, 1 of a virtual table, 2 and 3 computed by an expression of the schema.
    const columns = db
      .prepare<[string], { name: unknown }>('select name from pragma_table_xinfo(?) where hidden = 0')
      .all(name)
      .flatMap((column) => (typeof column.name === 'string' ? [column.name] : []));
    tables.set(name, { columns: new Set(columns), rowid: Number(row.wr) === 0 });
  }
  return tables;
}

function reader(db: Database.Database, tables: ReadonlyMap<string, Table>, state: { tooLong: number }): ForeignDatabase['rows'] {
  // A statement that is being stepped through cannot be begun again: one for each reader at a time.
  const free = new Map<string, Database.Statement<(string | number)[], unknown[]>[]>();
  return function* rows(name, columns, options = {}) {
    const table = tables.get(name);
    const { where, orderBy = [] } = options;
    const named = [...columns, ...orderBy, ...(where === undefined ? [] : [where.column])];
    if (table === undefined || columns.length === 0 || named.some((column) => !table.columns.has(column))) return;
    const cells = columns.map(quoted).map((c) => `case when octet_length(${c}) > ${longestValue} then null else ${c} end`);
    const lengths = columns.map(quoted).map((c) => `coalesce(octet_length(${c}), 0) > ${longestValue}`);
    const values: (string | number)[] = [];
    let condition = '';
    if (where !== undefined && 'equals' in where) {
      condition = ` where ${quoted(where.column)} = ?`;
      values.push(where.equals);
    } else if (where !== undefined) {
      condition = ` where ${quoted(where.column)} >= ? collate binary and ${quoted(where.column)} < ? collate binary`;
      values.push(where.from, where.below);
    }
    const order = orderBy.length > 0 ? orderBy.map(quoted).join(', ') : table.rowid ? rowidOf(table, where !== undefined) : null;
    const text = `select ${cells.join(', ')}, ${lengths.join(' + ')} from main.${quoted(name)}${condition}${order === null ? '' : ` order by ${order}`}`;
    let statement;
    try {
      statement = free.get(text)?.pop() ?? db.prepare<(string | number)[], unknown[]>(text).raw(true);
      for (const row of statement.iterate(...values)) {
        if (Number(row.pop()) > 0) state.tooLong++;
        yield row.map(cellOf);
      }
    } catch (error) {
      throw foreignError(error);
    } finally {
      if (statement !== undefined) {
        const others = free.get(text);
        if (others === undefined) free.set(text, [statement]);
        else others.push(statement);
      }
    }
  };
}

/** The row id to sort by, under a name that no column has taken; null when all are. With `few` it is no reason to go through all rows. */
function rowidOf(table: Table, few: boolean): string | null {
  const taken = new Set([...table.columns].map((column) => column.toLowerCase()));
  const name = ['rowid', '_rowid_', 'oid'].find((each) => !taken.has(each));
  return name === undefined ? null : few ? `+${name}` : name;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function cellOf(value: unknown): ForeignCell {
  switch (typeof value) {
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : String(value);
    }
    case 'number':
    case 'string':
      return value;
    default:
      return value instanceof Uint8Array ? value : null;
  }
}

function foreignError(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) {
    return new ForeignError(
      'database-damaged',
      `This database is damaged or encrypted (${error.message}); what came before the damage was read.`,
      error,
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code.startsWith('SQLITE_PROTOCOL')) {
    return new ForeignError(
      'database-locked',
      'Another program holds this database; close that program and import again.',
      error,
    );
  }
  return new ForeignError('database-unreadable', `This database cannot be read (${error.message}).`, error);
}
