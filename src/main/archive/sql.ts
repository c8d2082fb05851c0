import Database from 'better-sqlite3';

/** SQL with its values, made by the `sql` tag. */
export interface Sql {
  readonly text: string;
  readonly values: readonly Value[];
}

export type Value = string | number | bigint | null | Uint8Array;

/**
 * Raw SQL with bound values: sql`select … where id = ${id}`. A nested `Sql` is spliced in as a fragment with its own values. A list
 * travels as JSON: `in (select value from json_each(${JSON.stringify(ids)}))`, so that the text stays the same and its plan is kept.
 */
export function sql(parts: TemplateStringsArray, ...values: readonly (Value | Sql)[]): Sql {
  if (areValues(values)) {
    let plain = texts.get(parts);
    if (plain === undefined) texts.set(parts, (plain = parts.join('?')));
    return { text: plain, values };
  }
  let text = parts[0] ?? '';
  const bound: Value[] = [];
  values.forEach((value, at) => {
    if (isSql(value)) {
      text += value.text;
      bound.push(...value.values);
    } else {
      text += '?';
      bound.push(value);
    }
    text += parts[at + 1] ?? '';
  });
  return { text, values: bound };
}

/** Texts without fragments, by where they stand: one string each, so that its statement is found without reading it through. */
const texts = new WeakMap<TemplateStringsArray, string>();

function areValues(values: readonly (Value | Sql)[]): values is readonly Value[] {
  return !values.some(isSql);
}

/** Constant text as a fragment; never anything that came from outside. */
export function rawSql(text: string): Sql {
  return { text, values: [] };
}

function isSql(value: Value | Sql): value is Sql {
  return typeof value === 'object' && value !== null && 'text' in value;
}

export interface Ran {
  readonly changes: number;
  /** Row id of the last insert. */
  readonly lastId: number;
}

/** A prepared statement for hot loops. Values are bound by place. */
export interface Statement<Row> {
  readonly all: (...values: readonly Value[]) => Row[];
  readonly get: (...values: readonly Value[]) => Row | undefined;
  readonly iterate: (...values: readonly Value[]) => IterableIterator<Row>;
  readonly run: (...values: readonly Value[]) => Ran;
}

/** One connection. Statements are prepared once and kept by their text. */
export class Db {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Statement<unknown>>();
  #lock: string | null = null;

  /** @param file path; the connection is read-only when asked, and waits up to `waitMs` for another writer */
  constructor(file: string, options: { readonly readonly?: boolean; readonly waitMs?: number } = {}) {
    this.#database = new Database(file, { readonly: options.readonly ?? false, timeout: options.waitMs ?? 10_000 });
  }

  all<Row>(query: Sql): Row[] {
    return this.prepare<Row>(query.text).all(...query.values);
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as in `all`: the text says what a row holds
  get<Row>(query: Sql): Row | undefined {
    return this.prepare<Row>(query.text).get(...query.values);
  }

  iterate<Row>(query: Sql): IterableIterator<Row> {
    return this.prepare<Row>(query.text).iterate(...query.values);
  }

  run(query: Sql): Ran {
    return this.prepare(query.text).run(...query.values);
  }

  /** Several statements, no values. */
  exec(text: string): void {
    this.#database.exec(text);
  }

  /** The value of a pragma; its first column when it is a table of one. */
  pragma(text: string): unknown {
    return this.#database.pragma(text, { simple: true });
  }

  /** Every row of a pragma. */
  pragmaRows(text: string): readonly unknown[] {
    const rows: unknown = this.#database.pragma(text);
    return Array.isArray(rows) ? rows : [];
  }

  prepare<Row>(text: string): Statement<Row> {
    const known = this.#statements.get(text);
    // What a row holds is said by the text alone, so the caller's type is a statement about the text.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    if (known !== undefined) return known as Statement<Row>;
    const prepared = this.#database.prepare<Value[], Row>(text);
    const statement: Statement<Row> = {
      all: (...values) => prepared.all(...values),
      get: (...values) => prepared.get(...values),
      iterate: (...values) => prepared.iterate(...values),
      run: (...values) => {
        const { changes, lastInsertRowid } = prepared.run(...values);
        return { changes, lastId: Number(lastInsertRowid) };
      },
    };
    this.#statements.set(text, statement);
    return statement;
  }

  /** Runs `work` in a write transaction on the main file, or inside the one that is open. A throw rolls all of it back. */
  transaction<Result>(work: () => Result): Result {
    if (this.#database.inTransaction) return work();
    this.#lock ??= this.#lockStatement();
    this.exec(this.#lock === '' ? 'begin immediate' : 'begin');
    try {
      if (this.#lock !== '') this.exec(this.#lock);
      const result = work();
      this.exec('commit');
      return result;
    } catch (error) {
      if (this.#database.inTransaction) this.exec('rollback');
      throw error;
    }
  }

  /** Runs reads on one and the same state of the files. Nothing in it may wait. */
  snapshot<Result>(work: () => Result): Result {
    if (this.#database.inTransaction) return work();
    this.exec('begin');
    try {
      return work();
    } finally {
      this.#endReads();
    }
  }

  /** Reads leave nothing to be lost: where a damaged file of full text refuses to end them, they end all the same. */
  #endReads(): void {
    try {
      this.exec('commit');
    } catch {
      if (this.#database.inTransaction) this.exec('rollback');
    }
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** Changes when another connection has changed `schema`'s file. */
  dataVersion(schema = 'main'): number {
    return Number(this.pragma(`${schema}.data_version`));
  }

  /** A consistent copy of the main file, 8 MB at a time; begins again when another connection writes in between. */
  async backup(target: string): Promise<void> {
    await this.#database.backup(target, { progress: () => 2000 });
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  /**
   * `begin immediate` takes the write lock of every attached file: then a star would wait for an import. A statement that writes nothing
   * takes that of the main file alone. Empty when nothing is attached, so that there is no need.
   */
  #lockStatement(): string {
    if (this.pragmaRows('database_list').length < 2) return '';
    for (const row of this.pragmaRows('main.table_list')) {
      if (isTable(row)) return `delete from main."${row.name}" where 0`;
    }
    return '';
  }
}

/** A table of its own: not one of SQLite's, nor of a virtual table's. */
function isTable(row: unknown): row is { readonly name: string } {
  if (typeof row !== 'object' || row === null || !('type' in row) || !('name' in row)) return false;
  return row.type === 'table' && typeof row.name === 'string' && !row.name.startsWith('sqlite_');
}

/** True for the error of a statement that waited for a lock in vain. */
export function isBusy(thrown: unknown): boolean {
  return thrown instanceof Database.SqliteError && thrown.code.startsWith('SQLITE_BUSY');
}
