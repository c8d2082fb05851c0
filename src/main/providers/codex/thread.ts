import { isObject } from '../../../shared/json.ts';
import type { Json, Outcome, Usage } from '../../../shared/model.ts';
import type { ParsedMessage } from '../../../shared/parsed.ts';
import type { Draft, Entry, Unless } from './entry.ts';

export interface Thread {
  readonly drafts: readonly Draft[];
  readonly messages: readonly ParsedMessage[];
  /** Where the thread stands after turns were rolled back; null when none were. */
  readonly activeLeaf: string | null;
  /** Lines whose messages are told elsewhere. */
  readonly repeated: number;
  /** Results that came after something else was said, by the call whose message they are part of. */
  readonly late: ReadonlyMap<Draft, readonly Draft[]>;
}

type Message = Entry & { readonly kind: 'message' };

/**
 * Makes one thread of the two logs of a file: response items are the transcript; of the events stays what no item says. Rolled back
 * turns stay as a branch. Source: formats, §6.2 and §6.6.
 */
export function threadOf(lines: readonly (readonly Entry[])[], threads: ReadonlyMap<string, string>): Thread {
  const filter = new EventFilter(lines);
  const drafts: Draft[] = [];
  const parents = new Map<Draft, string | null>();
  const path: Draft[] = [];
  /** By place in `path`: the last place up to it that is neither a call nor a result, -1 for none. */
  const others: number[] = [];
  /** Calls by id, with their places in `path`. */
  const calls = new Map<string, { readonly draft: Draft; readonly place: number }>();
  const late = new Map<Draft, Draft[]>();
  /** Places in `path` where a person's turns begin. */
  const turns: number[] = [];
  let rolledBack = false;
  let repeated = 0;
  let divider: Draft | null = null;
  /** The assistant's messages that no count of tokens was for yet: the last of them. */
  let uncounted: Draft | null = null;

  for (const entries of lines) {
    const before = drafts.length;
    for (const entry of entries) take(entry);
    if (drafts.length === before && entries.some((entry) => entry.kind === 'message' || entry.kind === 'words')) repeated++;
  }
  filter.complete(drafts);
  const messages = drafts.map((draft): ParsedMessage => {
    const { id, role, origin, author, model, time, hidden, usage, parts } = draft;
    return {
      nativeId: id,
      parent: parents.get(draft) ?? null,
      role,
      origin,
      author,
      model,
      createdAt: time,
      hidden,
      usage,
      parts,
    };
  });
  return { drafts, messages, activeLeaf: rolledBack ? (path.at(-1)?.id ?? null) : null, repeated, late };

  function take(entry: Entry): void {
    if (entry.kind === 'usage') count(entry.usage);
    else if (entry.kind === 'rollback') rollBack(entry.turns);
    else if (entry.kind === 'words') {
      if (filter.keeps(entry.unless, null, drafts)) show(entry.make());
    } else if (entry.divider === true) divide(entry.draft);
    else if (entry.unless === undefined || filter.keeps(entry.unless, entry.draft, drafts)) show(entry.draft);
  }

  function show(draft: Draft): void {
    divider = null;
    add(draft);
  }

  /**
   * A result that comes after other words belongs into the message of its call: no reader would find it where it stands. Nothing hangs
   * on it there, so a thread that was read before it came is told the same way.
   */
  function isTakenByCall(draft: Draft): boolean {
    const [part] = draft.parts;
    const call = draft.role === 'tool' && part?.type === 'tool-result' ? calls.get(part.callId) : undefined;
    if (call === undefined || path[call.place] !== call.draft || (others.at(-1) ?? -1) <= call.place) return false;
    call.draft.parts.push(...draft.parts);
    call.draft.attachments = [...call.draft.attachments, ...draft.attachments];
    const taken = late.get(call.draft);
    if (taken === undefined) late.set(call.draft, [draft]);
    else taken.push(draft);
    return true;
  }

  function add(draft: Draft): void {
    if (isTakenByCall(draft)) return;
    for (const [place, part] of draft.parts.entries()) {
      if (part.type !== 'tool-call') continue;
      if (!calls.has(part.callId)) calls.set(part.callId, { draft, place: path.length });
      const thread = threads.get(part.callId);
      if (thread !== undefined) draft.parts[place] = { ...part, thread };
    }
    parents.set(draft, path.at(-1)?.id ?? null);
    if (draft.role === 'user' && !draft.hidden && draft.parts.some((part) => part.type !== 'text' || part.source === undefined)) {
      turns.push(path.length);
    }
    drafts.push(draft);
    const isOther = draft.role !== 'tool' && !draft.parts.every((part) => part.type === 'tool-call');
    others.push(isOther ? path.length : (others.at(-1) ?? -1));
    path.push(draft);
    if (draft.role === 'assistant') uncounted = draft;
  }

  /** A compaction is told of up to three times; the telling with a text is shown. */
  function divide(draft: Draft): void {
    if (divider === null) {
      divider = draft;
      add(draft);
    } else if (textOf(divider) === DIVIDER) {
      divider.parts = draft.parts;
    }
  }

  function rollBack(count: number): void {
    const kept = Math.max(0, turns.length - count);
    const cut = turns[kept];
    uncounted = null;
    if (cut === undefined) return;
    path.length = cut;
    others.length = cut;
    turns.length = kept;
    rolledBack = true;
  }

  function count(usage: Usage): void {
    if (uncounted === null) return;
    uncounted.usage = usage;
    uncounted = null;
  }
}

const DIVIDER = 'Context compacted';

function textOf(draft: Draft): string {
  const [part] = draft.parts;
  return part?.type === 'text' ? part.text : '';
}

/** Says which messages of the events are told nowhere else. */
class EventFilter {
  readonly #texts = new Set<string>();
  readonly #eventTexts = new Set<string>();
  readonly #thoughts = new Set<string>();
  readonly #calls = new Set<string>();
  readonly #results = new Set<string>();
  readonly #better = new Map<string, { outcome: Outcome; details?: Json }>();
  /** Calls of the provider's search, which items make without an id: by what was searched for. */
  readonly #queries = new Map<string, string>();
  readonly #sameCall = new Map<string, string>();

  constructor(lines: readonly (readonly Entry[])[]) {
    const items: Message[] = [];
    for (const entry of lines.flat()) {
      if (entry.kind === 'message' && entry.unless === undefined) items.push(entry);
      else if (entry.kind === 'words' && 'said' in entry.unless && !entry.unless.again) {
        this.#eventTexts.add(keyOf(entry.unless.said, entry.unless.text));
      }
    }
    for (const { draft } of items) {
      if (draft.role === 'user' || draft.role === 'assistant') this.#learnTexts(draft, draft.role);
      for (const part of draft.parts) {
        if (part.type === 'thinking' && part.text !== '') this.#learnThought(part.text);
        else if (part.type === 'tool-call') this.#learnCall(part.callId, part.name, part.input);
        else if (part.type === 'tool-result') this.#results.add(part.callId);
      }
    }
  }

  /** May also put what an event knows into a message that is there. */
  keeps(unless: Unless, draft: Draft | null, drafts: readonly Draft[]): boolean {
    if ('said' in unless) {
      const key = keyOf(unless.said, unless.text);
      return !this.#texts.has(key) && !(unless.again && this.#eventTexts.has(key));
    }
    if ('lastWords' in unless) {
      if (this.#texts.has(keyOf('assistant', unless.lastWords)) || this.#eventTexts.has(keyOf('assistant', unless.lastWords)))
        return false;
      const last = drafts.findLast((draft) => (draft.role === 'user' && !draft.hidden) || says(draft));
      return last === undefined || !says(last);
    }
    if ('thought' in unless) return this.#keepsThought(unless.thought, drafts);
    if ('called' in unless) {
      if (this.#calls.has(unless.called)) return false;
      this.#calls.add(unless.called);
      const [call] = draft?.parts ?? [];
      const query = call?.type === 'tool-call' && call.name === 'web_search' ? queryOf(call.input) : null;
      const same = query === null ? undefined : this.#queries.get(query);
      if (same !== undefined) this.#sameCall.set(unless.called, same);
      return same === undefined;
    }
    const same = this.#sameCall.get(unless.answered);
    const result = draft?.parts[0];
    if (same !== undefined && draft !== null && result?.type === 'tool-result') draft.parts[0] = { ...result, callId: same };
    if (unless.outcome !== 'unknown') {
      this.#better.set(
        unless.answered,
        unless.details === undefined ? { outcome: unless.outcome } : { outcome: unless.outcome, details: unless.details },
      );
    }
    if (this.#results.has(unless.answered)) return false;
    this.#results.add(unless.answered);
    return true;
  }

  /** Puts what events knew of results into them. */
  complete(drafts: readonly Draft[]): void {
    if (this.#better.size === 0) return;
    for (const draft of drafts) {
      for (const [place, part] of draft.parts.entries()) {
        const better = part.type === 'tool-result' ? this.#better.get(part.callId) : undefined;
        if (part.type === 'tool-result' && better !== undefined)
          draft.parts[place] = { ...better, ...part, outcome: better.outcome };
      }
    }
  }

  #learnTexts(draft: Draft, role: 'user' | 'assistant'): void {
    const texts = draft.parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    if (texts.length === 0) return;
    for (const text of texts) this.#texts.add(keyOf(role, text));
    if (texts.length > 1) this.#texts.add(keyOf(role, texts.join('')));
  }

  #learnThought(text: string): void {
    this.#thoughts.add(normal(text));
    if (text.includes('\n\n')) for (const section of text.split('\n\n')) this.#thoughts.add(normal(section));
  }

  #learnCall(callId: string, name: string, input: Json): void {
    this.#calls.add(callId);
    const query = name === 'web_search' ? queryOf(input) : null;
    if (query !== null) this.#queries.set(query, callId);
  }

  /** Reasoning that its item holds sealed is told by an event after it: the item gets the words. */
  #keepsThought(text: string, drafts: readonly Draft[]): boolean {
    if (this.#thoughts.has(normal(text))) return false;
    for (let i = drafts.length - 1, steps = 0; i >= 0 && steps < 20; i--, steps++) {
      const draft = drafts[i];
      if (draft === undefined || (draft.role === 'user' && !draft.hidden)) break;
      const place = draft.parts.findIndex((part) => part.type === 'thinking' && part.text === '');
      if (place === -1) continue;
      draft.parts[place] = { type: 'thinking', text };
      this.#thoughts.add(normal(text));
      return false;
    }
    this.#thoughts.add(normal(text));
    return true;
  }
}

function says(draft: Draft): boolean {
  return draft.role === 'assistant' && draft.parts.some((part) => part.type === 'text');
}

function queryOf(input: Json): string | null {
  const query = isObject(input) ? input['query'] : null;
  return typeof query === 'string' && query !== '' ? query : null;
}

function keyOf(role: string, text: string): string {
  return `${role}:${normal(text)}`;
}

function normal(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
