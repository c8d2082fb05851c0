import type { ColourName, Piece } from '../code/colours.ts';
import type { DiffLine } from './changes.ts';

/** One side of a change as a text, and where in it each line of the change is. */
export interface Side {
  readonly text: string;
  /** By line of the change; -1 for the lines of the other side. */
  readonly places: readonly number[];
  /** It has lines that the other side has not. */
  readonly own: boolean;
}

export function sideOf(lines: readonly DiffLine[], kind: 'removed' | 'added'): Side {
  const texts: string[] = [];
  let own = false;
  const places = lines.map((line) => {
    if (line.kind !== 'same' && line.kind !== kind) return -1;
    own ||= line.kind === kind;
    return texts.push(line.text) - 1;
  });
  return { text: texts.join('\n'), places, own };
}

/** A piece of a line of one colour that is marked, or not. */
export interface Cut {
  readonly text: string;
  readonly colour: ColourName | null;
  readonly marked: boolean;
}

/** A line cut where its colours or its marks begin and end. Colours that spell out another text are not used. */
export function cutAt({ text, marks }: Pick<DiffLine, 'text' | 'marks'>, pieces: readonly Piece[] | undefined): readonly Cut[] {
  const fits = pieces !== undefined && pieces.map(([piece]) => piece).join('') === text;
  const cuts: Cut[] = [];
  let at = 0;
  for (const [piece, colour] of fits ? pieces : [[text, null] as const]) {
    const end = at + piece.length;
    while (at < end) {
      const mark = marks.find(([, to]) => to > at);
      const marked = mark !== undefined && mark[0] <= at;
      const next = Math.min(end, mark === undefined ? end : marked ? mark[1] : mark[0]);
      cuts.push({ text: text.slice(at, next), colour, marked });
      at = next;
    }
  }
  return cuts;
}
