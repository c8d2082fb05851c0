import type { OutlineRow } from '../../shared/model.ts';
import { manyTraits, type OutlineRows } from '../../shared/outline.ts';
import { addTraces, namedTraces, traceText, tracesOf, type Traces, type Transform } from '../../shared/transforms/index.ts';
import type { Choices, Tree } from './tree.ts';

/**
 * The reader's items, laid out from the outline alone, before any text is loaded. An item is a message, or a run of messages that
 * read as one: calls with the results that answer them, or what was injected around the conversation. Items are kept in columns and made
 * into objects when they are drawn: 100,000 of them are laid out in a few milliseconds.
 */
export type Item = MessagesItem | AsideItem | TraceItem;

interface Base {
  readonly key: string;
  /** Message indexes, in reading order. */
  readonly indexes: readonly number[];
}

export interface MessagesItem extends Base {
  readonly kind: 'messages';
  readonly speaker: Speaker;
  /** Somebody else spoke before: name the speaker. */
  readonly head: boolean;
  /** A folded line that follows on one of the same speaker: as near to it as if both were of one message. */
  readonly tight: boolean;
  /** There are other versions of the first message. */
  readonly branch: Branch | null;
  /** The time of the first message of a day. */
  readonly newDay: number | null;
}

/** Folded: what was injected, or what the provider's own window hides. */
export interface AsideItem extends Base {
  readonly kind: 'aside';
  readonly words: number;
  readonly branch: Branch | null;
}

/** What transforms took out here. Names nothing where all of it belongs to calls named before. */
export interface TraceItem extends Base {
  readonly kind: 'trace';
  readonly traces: Traces;
}

export type Speaker = 'person' | 'assistant' | 'tool' | 'system';
const speakers: readonly Speaker[] = ['person', 'assistant', 'tool', 'system'];

export interface Branch {
  readonly parent: number;
  readonly siblings: readonly number[];
  /** Place of the shown one in `siblings`. */
  readonly place: number;
}

/** Messages that may join one item: enough for parallel calls, few enough to measure quickly. */
const longestRun = 16;

const kinds = ['messages', 'aside', 'trace'] as const;
const messagesKind = 0;
const asideKind = 1;
const traceKind = 2;

/** Results, and the pictures and files that came with them. */
const onlyResults = /^[if]*[re][reif]*$/;
const onlyCalls = /^c+$/;
/** Parts of one folded line: thinking, calls, and results without a call. */
const folded = /[hcre]/;

/** What is known of all messages of one kind and sender. */
interface Sort {
  readonly aside: boolean;
  /** Place in `speakers`. */
  readonly speaker: number;
  readonly onlyResults: boolean;
  readonly onlyCalls: boolean;
  readonly calls: boolean;
  readonly traces: Traces;
  readonly taken: number;
  readonly left: number;
  /** Whether what is drawn of it begins with a folded line, and whether it ends with one; null: nothing but results is drawn. */
  readonly beginsFolded: boolean;
  readonly endsFolded: boolean | null;
  /** Pixels of its parts that are not text, and whether there is text. */
  readonly pixels: number;
  readonly spoken: boolean;
}

export class Layout {
  /** How many items there are. */
  readonly count: number;
  /** Messages of the branch, in reading order. */
  readonly path: Int32Array;
  /** Places of the items in which a person speaks. */
  readonly turns: readonly number[];
  readonly rows: OutlineRows;
  readonly #tree: Tree;
  readonly #applied: readonly Transform[];
  /** By item: the kind, the first place in `path`, the place after the last, whether the speaker is named, whether it is tight. */
  readonly #kind: Uint8Array;
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  readonly #head: Uint8Array;
  readonly #tight: Uint8Array;
  /** By message: its item, -1 on another branch. */
  readonly #placeOf: Int32Array;
  /** By item: pixels beside the text, and words that take up lines. */
  readonly #pixels: Float64Array;
  readonly #words: Float64Array;
  /** The place in `path` of the first hidden call: results after it belong to calls. */
  readonly #firstCall: number;
  readonly #items = new Map<number, Item>();
  readonly #sorts = new Map<number, Sort>();

  constructor(rows: OutlineRows, tree: Tree, choices: Choices, applied: readonly Transform[]) {
    this.rows = rows;
    this.#tree = tree;
    this.#applied = applied;
    const path = tree.path(choices);
    this.path = path;
    const most = path.length * (applied.length > 0 ? 2 : 1);
    const kind = new Uint8Array(most);
    const from = new Int32Array(most);
    const to = new Int32Array(most);
    const head = new Uint8Array(most);
    const tight = new Uint8Array(most);
    const pixels = new Float64Array(most);
    const words = new Float64Array(most);
    const placeOf = new Int32Array(rows.count).fill(-1);
    const turns: number[] = [];
    const named = namedTraces();
    let last = -1;
    let speaker = -1;
    let firstCall = path.length;
    // Of the item begun last: whether all its messages are calls alone, and whether one of them calls.
    let allCalls = false;
    let calls = false;
    // Whether what is drawn last is a folded line.
    let afterFold = false;

    for (let place = 0; place < path.length; place++) {
      const index = path[place] ?? 0;
      const sort = this.#sortOf(index);
      const forks = tree.forks(index);
      const wordsHere = rows.words[index] ?? 0;
      if (sort.aside) {
        if (last >= 0 && kind[last] === asideKind && !forks) to[last] = place + 1;
        else {
          last++;
          kind[last] = asideKind;
          from[last] = place;
          to[last] = place + 1;
          pixels[last] = 44;
        }
        afterFold = false;
        placeOf[index] = last;
        continue;
      }
      if (sort.left > 0 || sort.taken === 0) {
        const length = last >= 0 ? (to[last] ?? 0) - (from[last] ?? 0) : 0;
        const joins =
          last >= 0 &&
          kind[last] === messagesKind &&
          !forks &&
          sort.speaker === speaker &&
          // A run ends before a call, never between a call and its results.
          length < (sort.onlyResults ? longestRun * 2 : longestRun) &&
          to[last] === place &&
          (sort.onlyResults ? calls : sort.onlyCalls && allCalls);
        if (joins) {
          to[last] = place + 1;
          calls ||= sort.calls;
          allCalls &&= sort.onlyCalls;
        } else {
          last++;
          kind[last] = messagesKind;
          from[last] = place;
          to[last] = place + 1;
          head[last] = sort.speaker === speaker ? 0 : 1;
          tight[last] = afterFold && head[last] === 0 && !forks && sort.beginsFolded ? 1 : 0;
          pixels[last] = head[last] === 1 ? 46 : tight[last] === 1 ? 0 : 12;
          calls = sort.calls;
          allCalls = sort.onlyCalls;
          if (sort.speaker === 0) turns.push(last);
        }
        pixels[last] = (pixels[last] ?? 0) + sort.pixels;
        // Results are drawn inside their calls.
        afterFold = sort.endsFolded ?? (calls ? afterFold : true);
        if (sort.spoken) words[last] = (words[last] ?? 0) + wordsHere;
        placeOf[index] = last;
        speaker = sort.speaker;
      }
      if (sort.taken === 0) continue;
      if (sort.traces['tool call'] !== undefined) firstCall = Math.min(firstCall, place);
      const naming = traceText(named(sort.traces)) !== null;
      // A message of which nothing is left must be found somewhere, also where the trace has nothing to name.
      if (sort.left > 0 && !naming) continue;
      if (last >= 0 && kind[last] === traceKind) to[last] = place + 1;
      else {
        last++;
        kind[last] = traceKind;
        from[last] = place;
        to[last] = place + 1;
      }
      afterFold = false;
      if (naming) pixels[last] = 36;
      // A trace shares its message with the item that shows the rest of it.
      if (placeOf[index] === -1) placeOf[index] = last;
    }
    this.count = last + 1;
    this.#kind = kind;
    this.#from = from;
    this.#to = to;
    this.#head = head;
    this.#tight = tight;
    this.#pixels = pixels;
    this.#words = words;
    this.#placeOf = placeOf;
    this.#firstCall = firstCall;
    this.turns = turns;
  }

  #sortOf(index: number): Sort {
    const key = (this.rows.kind[index] ?? 0) * manyTraits + (this.rows.traits[index] ?? 0);
    const known = this.#sorts.get(key);
    if (known) return known;
    const row = this.rows.at(index);
    const parts = row?.parts ?? '';
    const traces = row && this.#applied.length > 0 ? tracesOf(this.#applied, row) : {};
    const taken = Object.values(traces).reduce((sum, many) => sum + many, 0);
    let pixels = /[tk]/.test(parts) ? 12 : 0;
    for (const code of parts) {
      if (code === 'c' || code === 'h') pixels += 38;
      else if (code === 'i') pixels += 220;
      else if (code !== 't' && code !== 'r' && code !== 'e') pixels += 44;
    }
    const kept =
      taken === 0
        ? parts
        : parts
            .split('')
            .filter((code) => row && !this.#takes(row, code))
            .join('');
    const end = kept.replaceAll(/[re]/g, '').at(-1);
    const sort: Sort = {
      aside: row !== undefined && (row.hidden || row.origin === 'injected' || row.role === 'system'),
      speaker: row ? speakerOf(row.role, row.origin) : 1,
      onlyResults: onlyResults.test(parts),
      onlyCalls: onlyCalls.test(parts),
      calls: parts.includes('c'),
      traces,
      taken,
      beginsFolded: folded.test(kept.charAt(0)),
      endsFolded: kept !== '' && end === undefined ? null : folded.test(end ?? ''),
      left: parts.length - taken,
      pixels,
      spoken: /[tk]/.test(parts),
    };
    this.#sorts.set(key, sort);
    return sort;
  }

  /** The item at a place; undefined outside. */
  item(place: number): Item | undefined {
    if (!(place >= 0 && place < this.count)) return undefined;
    const known = this.#items.get(place);
    if (known) return known;
    const item = this.#make(place);
    this.#items.set(place, item);
    return item;
  }

  #make(place: number): Item {
    const indexes = [...this.path.subarray(this.#from[place] ?? 0, this.#to[place] ?? 0)];
    const first = indexes[0] ?? 0;
    const kind = kinds[this.#kind[place] ?? 0] ?? 'messages';
    const key = this.keyOf(place);
    if (kind === 'trace') return { kind, key, indexes, traces: this.#tracesAt(place) };
    const branch = this.branchAt(first);
    if (kind === 'aside') {
      return { kind, key, indexes, branch, words: indexes.reduce((sum, index) => sum + (this.rows.words[index] ?? 0), 0) };
    }
    return {
      kind,
      key,
      indexes,
      branch,
      speaker: speakers[this.#sortOf(first).speaker] ?? 'assistant',
      head: this.#head[place] === 1,
      tight: this.#tight[place] === 1,
      newDay: this.#newDay(place, first),
    };
  }

  #tracesAt(place: number): Traces {
    let traces: Traces = {};
    for (let at = this.#from[place] ?? 0; at < (this.#to[place] ?? 0); at++) {
      const { 'tool result': results, ...rest } = this.#sortOf(this.path[at] ?? 0).traces;
      traces = addTraces(traces, results === undefined || at >= this.#firstCall ? rest : { ...rest, 'tool result': results });
    }
    return traces;
  }

  /** The time of a message when what was said before it is of another day, or nothing was. */
  #newDay(place: number, index: number): number | null {
    const time = this.rows.timeOf(index);
    if (time === null) return null;
    const last = Math.max(0, place - 64);
    for (let at = place - 1; at >= last; at--) {
      if (this.#kind[at] !== messagesKind) continue;
      const before = this.rows.timeOf(this.firstOf(at));
      if (before !== null) return new Date(before).toDateString() === new Date(time).toDateString() ? null : time;
    }
    return last === 0 ? time : null;
  }

  /** The alternatives of a message; null when there are none. */
  branchAt(index: number): Branch | null {
    if (!this.#tree.forks(index)) return null;
    const parent = this.rows.parents[index] ?? -1;
    const siblings = this.#tree.childrenOf(parent);
    return { parent, siblings, place: siblings.indexOf(index) };
  }

  /** Unlike in all items, and the same in every layout in which the item begins with the same message. */
  keyOf(place: number): string {
    return `${(kinds[this.#kind[place] ?? 0] ?? '').charAt(0)}${this.path[this.#from[place] ?? 0] ?? 0}`;
  }

  /** The item of a key; -1 when there is none. */
  placeOfKey(key: string): number {
    const message = this.#placeOf[Number(key.slice(1))] ?? -1;
    // A trace comes behind the item with which it shares a message.
    for (const place of [message, message + 1]) if (place >= 0 && place < this.count && this.keyOf(place) === key) return place;
    return -1;
  }

  /** The first message of an item: never falls from item to item. */
  firstOf(place: number): number {
    return this.path[this.#from[place] ?? 0] ?? 0;
  }

  /** Place of the item that shows a message; undefined when it is on another branch. */
  placeOf(message: number): number | undefined {
    const place = this.#placeOf[message] ?? -1;
    return place === -1 ? undefined : place;
  }

  /** Whether the lenses have taken this part of a message out. */
  hides(message: number, part: number): boolean {
    const row = this.rows.at(message);
    if (!row || this.#applied.length === 0) return false;
    return this.#sortOf(message).taken > 0 && this.#takes(row, row.parts.charAt(part));
  }

  /** Whether the lenses take out what this letter stands for. */
  #takes(row: OutlineRow, code: string): boolean {
    return Object.keys(tracesOf(this.#applied, { ...row, parts: code })).length > 0;
  }

  /** By item: the pixels it will about take; measured when it is drawn. `width` is that of the column. */
  estimates(width: number): Float64Array {
    const wordsPerLine = Math.max(5, width / 52);
    const heights = new Float64Array(this.count);
    for (let place = 0; place < this.count; place++) {
      heights[place] = (this.#pixels[place] ?? 0) + Math.ceil((this.#words[place] ?? 0) / wordsPerLine) * 25;
    }
    return heights;
  }
}

function speakerOf(role: string, origin: string): number {
  if (origin === 'person') return 0;
  // What a tool says stands inside the assistant's answer.
  if (role === 'assistant' || origin === 'assistant' || origin === 'tool') return 1;
  return role === 'user' ? 0 : role === 'tool' ? 2 : 3;
}
