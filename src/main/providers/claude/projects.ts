import { objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Side } from '../../../shared/parsed.ts';

/** Names of projects by their ids, and which of them were of use. */
export class Projects {
  readonly #names: JsonObject;
  readonly #used = new Map<string, string>();

  constructor(side: Side) {
    this.#names = objectOf(objectOf(side.shared)['projects']);
  }

  /** The project of a conversation: the name it states, else the one that the id has beside it, else the id. */
  of(raw: JsonObject): string | null {
    const project = objectOf(raw['project']);
    const stated = textOf(project['name']);
    if (stated !== null) return stated;
    const id = textOf(project['uuid']) ?? textOf(raw['project_uuid']);
    const name = id !== null && Object.hasOwn(this.#names, id) ? textOf(this.#names[id]) : null;
    if (id !== null && name !== null) this.#used.set(id, name);
    return name ?? id;
  }

  /** What was of use, in the shape of `side`. */
  get used(): Side | null {
    return this.#used.size === 0 ? null : { shared: { projects: Object.fromEntries(this.#used) }, entry: null };
  }
}
