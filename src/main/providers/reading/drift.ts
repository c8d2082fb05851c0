import type { Drift } from '../../../shared/parsed.ts';
import { shapeOf } from '../../../shared/shape.ts';

/** Distinct surprises kept of one record: a file that is new throughout says so with less. */
const LIMIT = 200;

/** Counts what a record has and a provider does not know, by place, with one shape each and no content. */
export class DriftCounter {
  readonly #seen = new Map<string, { kind: Drift['kind']; path: string; count: number; example: string }>();

  /** Counts the keys of `object` that are not known at `path`. */
  fields(object: { readonly [key: string]: unknown }, known: ReadonlySet<string>, path: string): void {
    for (const key in object) {
      if (!known.has(key)) this.#count('field', `${path}.${nameable(key) ? key : '*'}`, object[key]);
    }
  }

  /** Counts a value of a type this version does not know: a content type, a block type, a role. */
  type(path: string, name: string, example: unknown): void {
    this.#count('type', `${path}=${nameable(name) ? name : '*'}`, example);
  }

  list(): readonly Drift[] {
    return [...this.#seen.values()];
  }

  #count(kind: Drift['kind'], path: string, value: unknown): void {
    const seen = this.#seen.get(path);
    if (seen !== undefined) seen.count++;
    else if (this.#seen.size < LIMIT) this.#seen.set(path, { kind, path, count: 1, example: shapeOf(value) });
  }
}

/** A name of the format, not an id, an address or a sentence, which may be content. */
function nameable(name: string): boolean {
  return /^[A-Za-z_$][\w$./:+-]{0,59}$/.test(name) && !/\d{4,}|[0-9a-f]{8}/i.test(name);
}
