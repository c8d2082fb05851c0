import type { OutlineRow } from '../../shared/model.ts';
import { branchOf, childrenOf } from '../../shared/thread.ts';
import { addTraces, namedTraces, traceText, tracesOf, type Traces, type Transform } from '../../shared/transforms/index.ts';

/**
 * The reader's items, laid out from the outline alone, before any text is loaded. An item is a message, or a run of messages that
 * read as one: calls with the results that answer them, or what was injected around the conversation.
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
  /** There are other versions of the first message. */
  readonly branch: Branch | null;
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

export interface Branch {
  readonly parent: number;
  readonly siblings: readonly number[];
  /** Place of the shown one in `siblings`. */
  readonly place: number;
}

export interface Layout {
  readonly items: readonly Item[];
  /** Place of the item that shows a message; undefined when it is on another branch. */
  readonly itemOf: ReadonlyMap<number, number>;
  /** Items in which a person speaks. */
  readonly turns: readonly number[];
}

/** Messages that may join one item: enough for parallel calls, few enough to measure quickly. */
const longestRun = 16;

export function layoutOf(
  rows: readonly OutlineRow[],
  choices: ReadonlyMap<number, number>,
  applied: readonly Transform[],
): Layout {
  const branches = branchesOf(rows);
  const items: Item[] = [];
  const named = namedTraces();
  let speaker: Speaker | null = null;

  for (const index of branchOf(rows, choices)) {
    const row = rows[index];
    if (!row) continue;
    const branch = branches(row);
    const last = items.at(-1);
    if (isAside(row)) {
      if (last?.kind === 'aside' && !branch) {
        items[items.length - 1] = { ...last, indexes: [...last.indexes, index], words: last.words + row.words };
      } else {
        items.push({ kind: 'aside', key: `a${index}`, indexes: [index], words: row.words, branch });
      }
      continue;
    }
    const traces = tracesOf(applied, row);
    const taken = Object.values(traces).reduce((sum, count) => sum + count, 0);
    const left = row.parts.length - taken;
    if (left > 0 || taken === 0) {
      const own = speakerOf(row);
      if (last?.kind === 'messages' && !branch && joins(rows, last, row)) {
        items[items.length - 1] = { ...last, indexes: [...last.indexes, index] };
      } else {
        items.push({ kind: 'messages', key: `m${index}`, indexes: [index], speaker: own, head: own !== speaker, branch });
      }
      speaker = own;
    }
    const naming = named(traces);
    // A message of which nothing is left must be found somewhere, also where the trace has nothing to name.
    if (taken > 0 && (left === 0 || traceText(naming) !== null)) addTrace(items, index, naming);
  }

  const itemOf = new Map<number, number>();
  const turns: number[] = [];
  items.forEach((item, place) => {
    if (item.kind === 'messages' && item.speaker === 'person') turns.push(place);
    // A trace shares its messages with the item that shows the rest of them.
    for (const index of item.indexes) if (item.kind !== 'trace' || !itemOf.has(index)) itemOf.set(index, place);
  });
  return { items, itemOf, turns };
}

function addTrace(items: Item[], index: number, traces: Traces): void {
  const last = items.at(-1);
  if (last?.kind === 'trace') {
    items[items.length - 1] = { ...last, indexes: [...last.indexes, index], traces: addTraces(last.traces, traces) };
  } else {
    items.push({ kind: 'trace', key: `t${index}`, indexes: [index], traces });
  }
}

function isAside(row: OutlineRow): boolean {
  return row.hidden || row.origin === 'injected' || row.role === 'system';
}

function speakerOf(row: OutlineRow): Speaker {
  if (row.origin === 'person') return 'person';
  // What a tool says stands inside the assistant's answer.
  if (row.role === 'assistant' || row.origin === 'assistant' || row.origin === 'tool') return 'assistant';
  return row.role === 'user' ? 'person' : row.role;
}

const onlyResults = /^[re]+$/;
const onlyCalls = /^c+$/;

/** Results join the calls before them; further calls join calls that have no result yet (parallel calls). */
function joins(rows: readonly OutlineRow[], item: MessagesItem, row: OutlineRow): boolean {
  if (item.speaker !== speakerOf(row) || item.indexes.length >= longestRun) return false;
  const parts = item.indexes.map((index) => rows[index]?.parts ?? '');
  if (onlyResults.test(row.parts)) return parts.some((codes) => codes.includes('c'));
  return onlyCalls.test(row.parts) && parts.every((codes) => onlyCalls.test(codes));
}

/** The alternatives at a message. Several roots are alternatives only when no more than one of them is active (else: segments). */
function branchesOf(rows: readonly OutlineRow[]): (row: OutlineRow) => Branch | null {
  const tree = childrenOf(rows);
  const segments = tree.roots.filter((root) => rows[root]?.onActivePath).length > 1;
  return (row) => {
    const siblings = row.parent === -1 ? (segments ? [] : tree.roots) : tree.of(row.parent);
    return siblings.length > 1 ? { parent: row.parent, siblings, place: siblings.indexOf(row.index) } : null;
  };
}

/** Choices that bring a message onto the shown branch. */
export function choicesFor(
  rows: readonly OutlineRow[],
  index: number,
  choices: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> {
  const next = new Map(choices);
  const segments = rows.filter((row) => row.parent === -1 && row.onActivePath).length > 1;
  for (let node = rows[index]; node; node = rows[node.parent]) {
    if (node.parent !== -1 || !(segments && node.onActivePath)) next.set(node.parent, node.index);
  }
  return next;
}

/** Pixels an item will about take; measured when it is drawn. `width` is that of the column. */
export function estimateHeight(item: Item, rows: readonly OutlineRow[], width: number): number {
  if (item.kind === 'trace') return traceText(item.traces) === null ? 0 : 36;
  if (item.kind === 'aside') return 44;
  const wordsPerLine = Math.max(5, width / 52);
  let height = item.head ? 46 : 12;
  for (const index of item.indexes) {
    const row = rows[index];
    if (!row) continue;
    const spoken = /[tk]/.test(row.parts);
    if (spoken) height += Math.ceil(row.words / wordsPerLine) * 25 + 12;
    for (const code of row.parts) {
      if (code === 'c' || code === 'h') height += 38;
      else if (code === 'i') height += 220;
      else if (code !== 't' && code !== 'r' && code !== 'e') height += 44;
    }
  }
  return height;
}
