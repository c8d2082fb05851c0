import { isObject, jsonOf, objectOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { ParsedIssue } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { knownKeys } from './known-keys.ts';

/** A message of a session as it was written last, and the one it was said under. */
export interface Written {
  readonly id: string;
  value: JsonObject;
  parent: string | null;
}

/**
 * Replays the log of a session. A message written again replaces itself; one that a rewind took away stays, as a branch, and so does
 * what a checkpoint after a compression no longer lists, above what it lists anew. Source: formats, §7.3.
 */
export class Replay {
  /** What the log says of the session itself, the newest of each. */
  readonly session = new Map<string, unknown>();
  readonly issues: ParsedIssue[] = [];
  /** Lines that state something of the session, and no message. */
  states = 0;
  /** The message that was said last. */
  tip: string | null = null;
  readonly #written = new Map<string, Written>();
  readonly #drift: DriftCounter;

  constructor(drift: DriftCounter) {
    this.#drift = drift;
  }

  /** In the order in which they were first said. */
  get messages(): readonly Written[] {
    return [...this.#written.values()];
  }

  /** One line of the log, or the whole of an old session file. */
  read(value: unknown, where: string): void {
    if (!isObject(value)) {
      this.#broken(value, where);
      return;
    }
    if ('$rewindTo' in value) {
      this.states++;
      this.#rewind(textOf(value['$rewindTo']));
    } else if ('$set' in value) this.#set(value['$set'], where);
    else if (isMessage(value)) this.#say(value, this.tip);
    else if ('sessionId' in value || 'messages' in value || 'startTime' in value) this.#set(value, where);
    else {
      const [operation] = Object.keys(value);
      if (operation?.startsWith('$') === true) {
        this.states++;
        this.#drift.type('line', operation, value);
      } else this.#broken(value, where);
    }
  }

  #broken(value: unknown, where: string): void {
    const message = 'This is neither a message nor anything else that a session is made of.';
    this.issues.push({ code: 'not-a-message', message, where, raw: rawOf(value), unit: 'message' });
  }

  #set(value: unknown, where: string): void {
    // The whole of an old file is no state: its messages are in it.
    if (where !== 'session') this.states++;
    const facts = objectOf(value);
    this.#drift.fields(facts, knownKeys.session, 'session');
    for (const key in facts) {
      if (key === 'messages') continue;
      // The id a session began with is its name; the rest is as it was stated last.
      if (key !== 'sessionId' || !this.session.has(key)) this.session.set(key, facts[key]);
    }
    if (Array.isArray(facts['messages'])) this.#list(facts['messages'], where);
  }

  /** The messages as a checkpoint lists them. */
  #list(messages: readonly unknown[], where: string): void {
    const last = this.tip;
    let before: string | null = null;
    let summary: string | null = null;
    for (const [index, value] of messages.entries()) {
      if (!isObject(value)) {
        if (value !== null) this.#broken(value, `${where}.messages.${index}`);
        continue;
      }
      const known = this.#written.has(idOf(value));
      const id = this.#say(value, before ?? this.tip);
      if (!known && before === summary) summary = id;
      before = id;
    }
    // A summary that is put above what goes on was said after it.
    this.tip = summary !== null && before === last ? summary : before;
  }

  #say(value: JsonObject, parent: string | null): string {
    const id = idOf(value);
    const held = this.#written.get(id);
    if (held === undefined) {
      this.#written.set(id, { id, value, parent });
      this.tip = id;
    } else {
      held.value = merged(held.value, value);
      // Said once more after it was taken back.
      if (held.parent === this.tip) this.tip = id;
    }
    return id;
  }

  /** Takes back a message and all after it; one that is not there takes back everything. */
  #rewind(id: string | null): void {
    this.tip = (id === null ? undefined : this.#written.get(id))?.parent ?? null;
  }
}

function isMessage(value: JsonObject): boolean {
  return (
    (typeof value['id'] === 'string' || typeof value['type'] === 'string') &&
    !Array.isArray(value['messages']) &&
    ('type' in value || 'content' in value || 'toolCalls' in value)
  );
}

/** Very old files, and those of others, have messages without an id. */
function idOf(value: JsonObject): string {
  const content = value['displayContent'] ?? value['content'];
  return (
    textOf(value['id']) ??
    derivedId(
      'message',
      stringOf(value['type']),
      stringOf(value['timestamp']),
      JSON.stringify(jsonOf(content)),
      JSON.stringify(jsonOf(value['toolCalls'])),
    )
  );
}

/** The newer writing, with what only the older one has: tokens and thoughts come with some writings of an answer and not with others. */
function merged(older: JsonObject, newer: JsonObject): JsonObject {
  const kept = Object.entries(older).filter(([key]) => newer[key] === undefined || newer[key] === null);
  return kept.length === 0 ? newer : { ...newer, ...Object.fromEntries(kept) };
}
