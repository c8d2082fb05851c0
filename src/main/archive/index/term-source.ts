import { origins, roles, type Message, type Origin, type Role } from '../../../shared/model.ts';
import { indexTerms, splitTerms } from '../../../shared/query/index-terms.ts';
import { partTexts, textPlaces, type TextPlace } from '../../../shared/query/part-texts.ts';
import { streamMessages } from '../messages.ts';
import { sql, type Db } from '../sql.ts';

/** What the index takes of a conversation, or of a stretch of a long one. */
export interface TermsChunk {
  readonly key: number;
  /** What was read. Null: the conversation is no more. */
  readonly conversation: ReadConversation | null;
  /** Message index of the first row. */
  readonly from: number;
  /** A row per message: its terms by place (`textPlaces`), then its marks. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** On the last chunk of a conversation: all its terms together. */
  readonly all: string | null;
}

export interface ReadConversation {
  readonly generation: number;
  readonly firstMessage: number;
  readonly messages: number;
  readonly title: string;
}

/** Gives the terms of conversations, in the order they were asked for. */
export interface TermSource {
  /** Asks for these; what was asked before and not given is forgotten. */
  readonly ask: (keys: readonly number[]) => void;
  /** The next chunk; `pending` when there is none by `until` (of performance.now()), `done` when all was given. */
  readonly next: (until: number) => TermsChunk | 'pending' | 'done';
  readonly close: () => void;
}

/** Reads in the thread that asks, on its own connection. */
export function termSource(db: Db): TermSource {
  let chunks: Iterator<TermsChunk> = [][Symbol.iterator]();
  return {
    ask: (keys) => {
      chunks = allTerms(db, keys);
    },
    next: () => {
      const { done, value } = chunks.next();
      return done === true ? 'done' : value;
    },
    close: () => {},
  };
}

/** The chunks of several conversations, one after the other. */
export function* allTerms(db: Db, keys: Iterable<number>): Generator<TermsChunk, void> {
  for (const key of keys) yield* conversationTerms(db, key);
}

/** Characters of terms in one chunk, about. */
const chunkLength = 500_000;

/** A conversation that cannot be read (a damaged block) is found by its title and by what was read of it; the doctor names it. */
function* conversationTerms(db: Db, key: number): Generator<TermsChunk, void> {
  const row = db.get<{ generation: number; first: number; messages: number; title: string }>(
    sql`select generation, first_message as first, messages, title from conversation where id = ${key}`,
  );
  if (row === undefined) return yield { key, conversation: null, from: 0, rows: [], all: '' };
  const title = indexTerms(row.title);
  const conversation = { generation: row.generation, firstMessage: row.first, messages: row.messages, title };
  // Each once: FTS5 takes 8 % less time than for all of them.
  const terms = new Set(splitTerms(title));
  let rows: (readonly (string | null)[])[] = [];
  let from = 0;
  let length = 0;
  try {
    for (const message of streamMessages(db, key)) {
      const [values, all] = messageTerms(message);
      rows.push([...values, messageMarks(message.role, message.origin)]);
      for (const term of splitTerms(all)) terms.add(term);
      length += all.length;
      if (length > chunkLength) {
        yield { key, conversation, from, rows, all: null };
        from = message.index + 1;
        rows = [];
        length = 0;
      }
    }
  } catch (error) {
    console.error(`Conversation ${key} cannot be read whole: ${error instanceof Error ? error.message : String(error)}`);
  }
  yield { key, conversation, from, rows, all: [...terms].join(' ') };
}

/** The terms of a message by place, and of all places together. Parts of one place run on, so that a phrase may cross them. */
function messageTerms(message: Message): readonly [values: readonly (string | null)[], all: string] {
  const texts = new Map<TextPlace, string>();
  for (const part of message.parts) {
    for (const { in: place, text } of partTexts(part)) {
      const before = texts.get(place);
      texts.set(place, before === undefined ? text : `${before}\n${text}`);
    }
  }
  const values = textPlaces.map((place) => {
    const text = texts.get(place);
    return text === undefined ? null : indexTerms(text);
  });
  return [values, values.filter((value) => value !== null).join('\n')];
}

/** Role and origin of a message as terms that no text has: nothing but the mark itself gives a term that begins with a joiner. */
export function messageMarks(role: Role, origin: Origin): string {
  return `${roleMark(role)} \uff20\uff20${origins.indexOf(origin)}`;
}

export function roleMark(role: Role): string {
  return `\uff20${roles.indexOf(role)}`;
}
