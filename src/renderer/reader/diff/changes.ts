import { diffArrays, diffWordsWithSpace } from 'diff';

export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Numbers of the line in the file before and after, where they are known. */
  readonly before: number | null;
  readonly after: number | null;
  /** Ranges that differ from the line it stands against. */
  readonly marks: readonly (readonly [from: number, to: number])[];
}

export interface Hunk {
  /** What stands behind the `@@`: the function or class the lines are in. */
  readonly heading: string;
  readonly lines: readonly DiffLine[];
}

export interface FileDiff {
  readonly path: string | null;
  readonly verb: 'add' | 'delete' | 'update';
  readonly movedTo: string | null;
  readonly hunks: readonly Hunk[];
}

/** Edits beyond which two texts count as wholly different: finding the shortest way would take too long. */
const mostEdits = 1500;
/** Characters of a line beyond which its words are not compared. */
const longLine = 600;

/** From one text to another, whose place in the file is not known. */
export function changesBetween(before: string, after: string): Hunk {
  const old = linesIn(before);
  const fresh = linesIn(after);
  const changes = diffArrays(old, fresh, { maxEditLength: mostEdits });
  const lines: DiffLine[] = [];
  if (!changes) {
    lines.push(...old.map((text) => line('removed', text)), ...fresh.map((text) => line('added', text)));
  } else {
    for (const { value, added, removed } of changes) {
      for (const text of value) lines.push(line(added ? 'added' : removed ? 'removed' : 'same', text));
    }
  }
  return { heading: '', lines: emphasised(lines) };
}

/** Lines with their marks (` `, `+`, `-`) before them; numbered from the places where they begin, when those are known. */
export function markedLines(
  marked: readonly string[],
  oldStart: number | null = null,
  newStart: number | null = null,
): readonly DiffLine[] {
  let before = oldStart;
  let after = newStart;
  const lines: DiffLine[] = [];
  for (const text of marked) {
    // Says that the file does not end with a line break: no line of it.
    if (text.startsWith('\\')) continue;
    const kind = text.startsWith('+') ? 'added' : text.startsWith('-') ? 'removed' : 'same';
    lines.push({
      kind,
      text: kind === 'same' && !text.startsWith(' ') ? text : text.slice(1),
      before: kind === 'added' ? null : before,
      after: kind === 'removed' ? null : after,
      marks: [],
    });
    if (before !== null && kind !== 'added') before++;
    if (after !== null && kind !== 'removed') after++;
  }
  return emphasised(lines);
}

/** The lines of a text; a break at its end begins no line. */
export function linesIn(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function line(kind: DiffLine['kind'], text: string): DiffLine {
  return { kind, text, before: null, after: null, marks: [] };
}

/** Marks the words that differ where lines were replaced by others, the first against the first. */
function emphasised(lines: readonly DiffLine[]): readonly DiffLine[] {
  const result = [...lines];
  for (let at = 0; at < lines.length; at++) {
    if (lines[at]?.kind !== 'removed') continue;
    const added = runEnd(lines, at, 'removed');
    const end = runEnd(lines, added, 'added');
    const size = Math.min(added - at, end - added);
    for (let place = 0; place < size; place++) emphasise(result, at + place, added + place);
    at = end - 1;
  }
  return result;
}

function runEnd(lines: readonly DiffLine[], from: number, kind: DiffLine['kind']): number {
  let at = from;
  while (lines[at]?.kind === kind) at++;
  return at;
}

function emphasise(lines: DiffLine[], removed: number, added: number): void {
  const old = lines[removed];
  const fresh = lines[added];
  if (!old || !fresh || old.text.length > longLine || fresh.text.length > longLine) return;
  const before: [number, number][] = [];
  const after: [number, number][] = [];
  let from = 0;
  let to = 0;
  let same = 0;
  for (const change of diffWordsWithSpace(old.text, fresh.text)) {
    const { length } = change.value;
    if (change.added) {
      after.push([to, to + length]);
      to += length;
    } else if (change.removed) {
      before.push([from, from + length]);
      from += length;
    } else {
      from += length;
      to += length;
      same += change.value.trim().length;
    }
  }
  // Lines with little in common are two lines, not one that was changed.
  if (same * 3 < Math.max(old.text.length, fresh.text.length)) return;
  lines[removed] = { ...old, marks: before };
  lines[added] = { ...fresh, marks: after };
}
