import { isObject, type JsonObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Side } from '../../../shared/parsed.ts';

/** What is known of a session file besides its records: ids that live in its name, and what `gather` found beside it. */
export class FileFacts {
  /** Entries of spilled results by id. */
  readonly spilled: ReadonlyMap<string, string>;
  /** Titles of sessions, from the program's own index. */
  readonly titles: ReadonlyMap<string, string>;
  /** What the subagent of this file was asked to be, and for. */
  readonly agentType: string | null;
  readonly description: string | null;
  readonly #agentFile: string | null;
  readonly #parentFolder: string | null;

  constructor(name: string, side: Side) {
    this.#agentFile = /(?:^|\/)agent-([^/]+)\.jsonl(?:\.\w+)?$/.exec(name)?.[1] ?? null;
    this.#parentFolder = /(?:^|\/)([^/]+)\/subagents\//.exec(name)?.[1] ?? null;
    const entry = objectOf(side.entry);
    this.spilled = textsOf(entry['spilled']);
    const agent = objectOf(entry['agent']);
    this.agentType = textOf(agent['agentType']);
    this.description = textOf(agent['description']);
    this.titles = textsOf(objectOf(side.shared)['titles']);
  }

  isSidechain(record: JsonObject): boolean {
    const stated = record['isSidechain'];
    return stated === true || (this.#agentFile !== null && stated === undefined);
  }

  agentOf(record: JsonObject): string | null {
    return textOf(record['agentId']) ?? this.#agentFile;
  }

  /** The session a record belongs to; for a subagent that of its parent, however the record spells it. */
  sessionOf(record: JsonObject): string | null {
    const session = textOf(record['sessionId']) ?? textOf(record['session_id']);
    if (session === null || !this.isSidechain(record)) return session;
    const hash = session.indexOf('#agent-');
    if (hash > 0) return session.slice(0, hash);
    return session === `agent-${this.agentOf(record) ?? ''}` ? (this.#parentFolder ?? session) : session;
  }
}

function textsOf(value: unknown): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (isObject(value)) {
    for (const key in value) {
      const text = textOf(value[key]);
      if (text !== null) texts.set(key, text);
    }
  }
  return texts;
}
