import { objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Question, Side } from '../../../shared/parsed.ts';

/** See `Provider.answers`. */
export function answers(side: Side, asked: readonly Question[]): Side | undefined {
  const projects = new Projects(side);
  for (const [, id = ''] of asked) projects.named(id);
  return projects.used ?? undefined;
}

/** Names of projects by their ids, and which of them were of use. */
export class Projects {
  readonly #names: JsonObject;
  readonly #used = new Map<string, string>();
  readonly #asked = new Set<string>();

  constructor(side: Side) {
    this.#names = objectOf(objectOf(side.shared)['projects']);
  }

  /** The project of a conversation: the name it states, else the one that the id has beside it, else the id. */
  of(raw: JsonObject): string | null {
    const project = objectOf(raw['project']);
    const stated = textOf(project['name']);
    if (stated !== null) return stated;
    const id = textOf(project['uuid']) ?? textOf(raw['project_uuid']);
    return id === null ? null : (this.named(id) ?? id);
  }

  /** The name that a project has beside the records. */
  named(id: string): string | null {
    this.#asked.add(id);
    const name = Object.hasOwn(this.#names, id) ? textOf(this.#names[id]) : null;
    if (name !== null) this.#used.set(id, name);
    return name;
  }

  /** All that was asked, found or not. */
  get asked(): readonly Question[] {
    return [...this.#asked].map((id) => ['project', id]);
  }

  /** What was of use, in the shape of `side`. */
  get used(): Side | null {
    return this.#used.size === 0 ? null : { shared: { projects: Object.fromEntries(this.#used) }, entry: null };
  }
}
