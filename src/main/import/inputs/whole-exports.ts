import type { Provider } from '../../providers/provider.ts';
import { placeIn, type Place } from './export-parts.ts';
import type { Run, Source } from '../run.ts';
import { baseOf } from '../claims/sample.ts';
import { completeSource } from '../write-queue.ts';

/** A list of conversations under the name vendors give it, not one that a person made of some. */
const list = /^conversations[-_\d]*\.json$/;
/** What a vendor lays beside the parts of an export: given together with a part, the parts that are there are all of them. */
const companion = /^(?:projects|memories|users|design_chats)(?:[-_]\d+)?(?: ?\(\d+\))?(?:\.(?:zip|json))?$/i;

interface List {
  readonly source: Source;
  readonly place: Place;
}

/** The parts of one export, as far as they were read. */
interface Group {
  readonly lists: List[];
  readonly place: Place;
}

/** What is known of the parts in all inputs of a run, so far. */
interface Known {
  inputs: number;
  /** Something that lies beside parts is among the inputs. */
  companions: boolean;
  readonly parts: List[];
  readonly torn: Set<string>;
}

/** The key of `conversations-000.zip` and the like that are inputs themselves. */
const PARTS = '*';

const runs = new WeakMap<Run, Known>();

/**
 * The exports of whole accounts in one input. Only such an export can say that a conversation is gone, and only when all of it was
 * read: its parts (files, or zips beside each other, also when they are inputs of one run) are one export, and a part that came alone
 * says nothing of the others.
 */
export class WholeExports {
  private readonly input: string;
  private readonly lists: List[] = [];
  private readonly torn: Place[] = [];

  /** @param input the name of the input */
  constructor(input: string) {
    this.input = input;
  }

  /** True when the entry is a list of the conversations of an account, or a part of it. */
  isList(place: string, provider: Provider): boolean {
    return provider.kind === 'export' && list.test(baseOf(place));
  }

  /** @param place of the source in the input */
  add(place: string, source: Source): void {
    this.lists.push({ source, place: placeIn(this.input, place) });
  }

  /** Notes that an entry, or a zip in the input, or the input itself (an empty place) could not be read. */
  unreadable(where: string): void {
    const place = placeIn(this.input, where === '' ? this.input : where);
    if (place.number !== null || list.test(baseOf(where))) this.torn.push(place);
  }

  /**
   * Says of all that was read whole how new it is: all parts are as new as the newest of them. Must come after everything of the input
   * is stored; parts of earlier inputs of the run are said again with those of this one.
   */
  claim(run: Run): void {
    const known = runs.get(run) ?? { inputs: 0, companions: false, parts: [], torn: new Set() };
    runs.set(run, known);
    known.inputs++;
    const isCompanion = companion.test(this.input);
    known.companions ||= isCompanion;
    for (const place of this.torn) known.torn.add(within(place, known.inputs).key);
    const wholes: List[] = [];
    let touched = isCompanion;
    const inParts = new Set(this.lists.flatMap(({ place }) => (place.number === null ? [] : [place.key])));
    for (const { source, place } of this.lists) {
      const one = { source, place: within(place, known.inputs) };
      // A list without a number beside parts holds some of what is in them.
      if (place.number === null && !inParts.has(place.key)) wholes.push(one);
      else {
        known.parts.push(one);
        touched = true;
      }
    }
    for (const group of groupsOf(wholes)) claimOne(run, group, known);
    if (touched) for (const group of joined(groupsOf(known.parts))) claimOne(run, group, known);
  }
}

/** Places in different inputs are the same only where the input itself is a part. */
function within(place: Place, input: number): Place {
  return place.beside ? place : { ...place, key: `${input}/${place.key}` };
}

function claimOne(run: Run, group: Group, known: Known): void {
  const { lists, place } = group;
  const isTorn = known.torn.has(place.key) || lists.some(({ source }) => source.cut);
  const alone = place.key === PARTS && lists.length === 1 && !known.companions;
  if (isTorn || alone || !isComplete(group)) return;
  const newest = lists.reduce((best, { source }) => Math.max(best, source.exportTime ?? 0), 0);
  run.writer.transact(() => {
    for (const { source } of lists) {
      // An empty part is the same in every export: it would carry the newest time into the others.
      if (source.exportTime === null) continue;
      source.claimed = newest;
      completeSource(run, source);
    }
  });
}

/** Lists by the place, the provider and, where inputs lie beside each other, the account that they are of. */
function groupsOf(lists: readonly List[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of lists) {
    const { source, place } = one;
    if (place.beside && source.exportTime === null) continue;
    const key = JSON.stringify([source.provider, place.key, place.beside ? source.account : '']);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { lists: [one], place });
    else group.lists.push(one);
  }
  // An empty part names no account: it may be the missing one of any.
  for (const one of lists) {
    if (!one.place.beside || one.source.exportTime !== null) continue;
    for (const group of groups.values()) {
      const [first] = group.lists;
      if (group.place.key === one.place.key && first?.source.provider === one.source.provider) group.lists.push(one);
    }
  }
  return [...groups.values()];
}

/** Parts that go on where those of another place end (a large account comes as several zips with shards in each) belong to these. */
function joined(groups: readonly Group[]): readonly Group[] {
  const out: Group[] = [];
  const later: Group[] = [];
  for (const group of groups) (firstOf(group) > 0 ? later : out).push(group);
  for (const group of later.toSorted((a, b) => firstOf(a) - firstOf(b))) {
    const [first] = group.lists;
    const before = out.filter(
      (other) =>
        lastOf(other) + 1 === firstOf(group) &&
        other.lists[0]?.source.provider === first?.source.provider &&
        other.lists.some(({ source }) => source.account === first?.source.account),
    );
    const [only] = before;
    if (only !== undefined && before.length === 1) only.lists.push(...group.lists);
    else out.push(group);
  }
  return out;
}

function numbersOf({ lists }: Group): readonly number[] {
  return lists.flatMap(({ place }) => (place.number === null ? [] : [place.number]));
}

function firstOf(group: Group): number {
  const numbers = numbersOf(group);
  return numbers.length === 0 ? 0 : numbers.reduce((least, number) => Math.min(least, number));
}

function lastOf(group: Group): number {
  return numbersOf(group).reduce((most, number) => Math.max(most, number), -1);
}

/** Its numbers begin at the beginning and leave none out; beside each other no two inputs are the same part of different exports. */
function isComplete(group: Group): boolean {
  const numbers = numbersOf(group);
  const distinct = new Set(numbers);
  if (group.place.beside && distinct.size < numbers.length) return false;
  return numbers.length === 0 || (firstOf(group) === 0 && lastOf(group) + 1 === distinct.size);
}
