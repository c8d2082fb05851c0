import { indexTermsVersion } from '../../../../shared/query/index-terms.ts';
import type { Columns } from '../columns.ts';
import type { Mask } from '../filters.ts';
import { sql, type Db } from '../../sql.ts';

/** Conversations looked up by name; more of them are found by going through all. */
const fewAtMost = 2000;

/** Which conversations the index cannot speak for: it has nothing of them yet, or what they were before. */
export class Unindexed {
  /** By conversation.id: the generation that is known to be in the index. */
  #known = new Float64Array(0);
  #seen = '';
  #schema = '';
  #mask: Mask | null = null;
  #all = false;
  #damaged = false;

  /** The index cannot be read: from now on it is not asked. */
  damaged(): void {
    this.#damaged = true;
  }

  /** Nothing may be asked of the index: it is damaged, or what it holds was made by another version. */
  get all(): boolean {
    return this.#all;
  }

  /** 1 for each live conversation that must be read; null when there is none. */
  get mask(): Mask | null {
    return this.#mask;
  }

  /** The same as long as what the index says is. */
  get stamp(): string {
    return this.#seen;
  }

  refresh(db: Db, columns: Columns): void {
    const seen = this.#damaged ? `damaged ${columns.version}` : `${columns.version} ${db.dataVersion('ix')}`;
    if (seen === this.#seen) return;
    const schema = this.#damaged ? 'damaged' : madeBy(db);
    this.#all = this.#damaged || !schema.endsWith(` ${indexTermsVersion}`);
    if (schema !== this.#schema || this.#known.length < columns.size) {
      const known = new Float64Array(columns.live.length);
      if (schema === this.#schema) known.set(this.#known);
      this.#known = known;
    }
    const due: number[] = [];
    for (let id = 0; id < columns.size; id++)
      if (columns.live[id] === 1 && this.#known[id] !== columns.generation[id]) due.push(id);
    if (due.length > 0 && !this.#all) this.#look(db, due);
    const mask = new Uint8Array(columns.size);
    let some = false;
    for (const id of due) {
      if (this.#known[id] === columns.generation[id]) continue;
      mask[id] = 1;
      some = true;
    }
    this.#mask = some ? mask : null;
    this.#schema = schema;
    this.#seen = seen;
  }

  #look(db: Db, due: readonly number[]): void {
    const only =
      due.length > fewAtMost ? sql`` : sql`where conversation_id in (select value from json_each(${JSON.stringify(due)}))`;
    const found = db.get<{ ids: string; generations: string }>(sql`
      select json_group_array(conversation_id) as ids, json_group_array(generation) as generations from ix.indexed ${only}`);
    const ids: readonly number[] = JSON.parse(found?.ids ?? '[]');
    const generations: readonly number[] = JSON.parse(found?.generations ?? '[]');
    ids.forEach((id, at) => {
      if (id < this.#known.length) this.#known[id] = generations[at] ?? 0;
    });
  }
}

/** Changes when the index is made anew under this connection. */
function madeBy(db: Db): string {
  const version = db.get<{ value: number }>(sql`select value from ix.state where name = 'terms'`)?.value;
  return `${String(db.pragma('ix.schema_version'))} ${version ?? indexTermsVersion}`;
}
