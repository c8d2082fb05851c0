import { ArchiveError } from '../errors.ts';
import type { Message, OutlineRow, Part, PartCode } from '../model.ts';
import { nearest } from '../nearest.ts';
import { outlineRowOf } from '../part-code.ts';
import { stripThinking } from './strip-thinking.ts';
import { stripTools } from './strip-tools.ts';
import { hiddenKinds, type HiddenKind, type Transform, type Verdict } from './transform.ts';

export type { HiddenKind, Transform } from './transform.ts';

/** Every transform, in the order in which they are applied, however they were asked for. */
export const transforms: readonly Transform[] = [stripTools, stripThinking];

/** How many parts of each kind were hidden. */
export type Traces = Readonly<Partial<Record<HiddenKind, number>>>;

/** A message after the transforms; `hiddenParts` counts what they took. */
export interface Shown {
  readonly parts: readonly Part[];
  readonly hiddenParts: Traces;
}

/**
 * The transforms of those names in registry order, each once.
 * @throws ArchiveError BadInput for an unknown name, with the nearest known one.
 */
export function transformsNamed(names: readonly string[]): readonly Transform[] {
  const known = transforms.map((transform) => transform.name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    const hint = near === null ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`;
    throw new ArchiveError('BadInput', `There is no transform “${name}”. ${hint}`, { name, known });
  }
  return transforms.filter((transform) => names.includes(transform.name));
}

/** Whether the part is kept by all of them; the first that hides it names it. */
export function verdictOf(applied: readonly Transform[], code: PartCode, row: OutlineRow): Verdict {
  for (const transform of applied) {
    const verdict = transform.select(code, row);
    if (verdict !== null) return verdict;
  }
  return null;
}

/** The kept parts of a message, rewritten in registry order. Without transforms the very same parts. */
export function applyTransforms(applied: readonly Transform[], message: Message): Shown {
  if (applied.length === 0) return { parts: message.parts, hiddenParts: {} };
  const row = outlineRowOf(message);
  const parts: Part[] = [];
  const hidden: Partial<Record<HiddenKind, number>> = {};
  message.parts.forEach((part, place) => {
    const verdict = verdictOf(applied, codeAt(row, place), row);
    if (verdict !== null) hidden[verdict] = (hidden[verdict] ?? 0) + 1;
    else parts.push(applied.reduce((shown, transform) => transform.rewrite(shown), part));
  });
  return { parts, hiddenParts: hidden };
}

/** What the transforms hide of a message, from its outline alone. */
export function tracesOf(applied: readonly Transform[], row: OutlineRow): Traces {
  const hidden: Partial<Record<HiddenKind, number>> = {};
  for (let place = 0; place < row.parts.length; place++) {
    const verdict = verdictOf(applied, codeAt(row, place), row);
    if (verdict !== null) hidden[verdict] = (hidden[verdict] ?? 0) + 1;
  }
  return hidden;
}

export function addTraces(a: Traces, b: Traces): Traces {
  const sum: Partial<Record<HiddenKind, number>> = {};
  for (const kind of hiddenKinds) {
    const count = (a[kind] ?? 0) + (b[kind] ?? 0);
    if (count > 0) sum[kind] = count;
  }
  return sum;
}

/**
 * What a trace names of what each message hides, given the messages in reading order: the result of a hidden call belongs to the call, so
 * results are named only where no call was hidden before them.
 */
export function namedTraces(): (hidden: Traces) => Traces {
  let called = false;
  return (hidden) => {
    called ||= hidden['tool call'] !== undefined;
    if (!called) return hidden;
    const { 'tool result': _belongs, ...named } = hidden;
    return named;
  };
}

/** `3 tool calls and 1 thinking part hidden`; null when nothing is. */
export function traceText(traces: Traces): string | null {
  const named = hiddenKinds.flatMap((kind) => {
    const count = traces[kind] ?? 0;
    return count === 0 ? [] : [`${count} ${kind}${count === 1 ? '' : 's'}`];
  });
  if (named.length === 0) return null;
  const last = named.pop() ?? '';
  return `${named.length === 0 ? last : `${named.join(', ')} and ${last}`} hidden`;
}

const codes: ReadonlySet<string> = new Set<PartCode>(['t', 'p', 'j', 'm', 'h', 'c', 'r', 'e', 'k', 'i', 'f', 'a', 'q', 'u']);

function isPartCode(letter: string): letter is PartCode {
  return codes.has(letter);
}

/** A letter from a newer version counts as unknown. */
function codeAt(row: OutlineRow, place: number): PartCode {
  const letter = row.parts.charAt(place);
  return isPartCode(letter) ? letter : 'u';
}
