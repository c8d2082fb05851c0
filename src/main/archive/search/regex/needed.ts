import type { Piece } from './syntax.ts';

/** Texts of which at least one is in everything that matches. */
export type Clause = readonly string[];

/** What the expression surely needs: every clause holds of each text that matches. In lower case when `fold`. */
export interface Needed {
  readonly fold: boolean;
  readonly clauses: readonly Clause[];
}

export function neededBy(piece: Piece, flags: string): Needed {
  const fold = flags.includes('i') || folds(piece);
  const { exact, clauses } = look(piece, fold);
  const all = exact === null ? clauses : [[exact]];
  return { fold, clauses: all.filter((clause) => clause.every((text) => text !== '')) };
}

/** Words that stand whole in every text that matches, in lower case: runs of letters and digits with another ASCII sign on either side. */
export function wholeWords({ clauses }: Needed): readonly string[] {
  const words = clauses.flatMap((clause) => {
    const [text = ''] = clause;
    return clause.length === 1 ? Array.from(text.toLowerCase().matchAll(between), ([word]) => word) : [];
  });
  return [...new Set(words)].filter((word) => word.length > 1 && word.length <= longestWord);
}

const between = /(?<=[\x00-\x2f:-@[-`{-\x7f])[a-z0-9]+(?=[\x00-\x2f:-@[-`{-\x7f])/g;
const longestWord = 60;
/** Alternatives that are looked for one by one. */
const branchesAtMost = 32;

/** What a piece needs; `exact`: it is this text and nothing else. */
interface Look {
  readonly exact: string | null;
  readonly clauses: readonly Clause[];
}

function look(piece: Piece, fold: boolean): Look {
  switch (piece.kind) {
    case 'char': {
      // Beyond ASCII, letters that differ in case alone are not always as long.
      const text = String.fromCodePoint(piece.code);
      return { exact: fold ? (piece.code < 128 ? text.toLowerCase() : null) : text, clauses: [] };
    }
    case 'class':
      return { exact: null, clauses: [] };
    case 'place':
      return { exact: '', clauses: [] };
    case 'group':
      return look(piece.piece, fold);
    case 'row':
      return lookAlong(piece.pieces.map((one) => look(one, fold)));
    case 'either':
      return lookAmong(piece.branches.map((one) => look(one, fold)));
    case 'repeat': {
      if (piece.min === 0) return { exact: null, clauses: [] };
      const { exact, clauses } = look(piece.piece, fold);
      return { exact: null, clauses: exact === null ? clauses : [[exact]] };
    }
  }
}

function lookAlong(looks: readonly Look[]): Look {
  const clauses: Clause[] = [];
  let run = '';
  let isExact = true;
  for (const { exact, clauses: inner } of looks) {
    if (exact !== null) {
      run += exact;
      continue;
    }
    if (run !== '') clauses.push([run]);
    clauses.push(...inner);
    run = '';
    isExact = false;
  }
  if (isExact) return { exact: run, clauses: [] };
  return { exact: null, clauses: run === '' ? clauses : [...clauses, [run]] };
}

function lookAmong(looks: readonly Look[]): Look {
  const any: string[] = [];
  for (const { exact, clauses } of looks) {
    const all = exact === null ? clauses : [[exact]];
    const best = all.reduce<Clause>((left, right) => (shortest(right) > shortest(left) ? right : left), []);
    if (shortest(best) === 0) return { exact: null, clauses: [] };
    any.push(...best);
  }
  return { exact: null, clauses: any.length > branchesAtMost ? [] : [any] };
}

function shortest(clause: Clause): number {
  return clause.length === 0 ? 0 : Math.min(...clause.map((text) => text.length));
}

function folds(piece: Piece): boolean {
  switch (piece.kind) {
    case 'row':
      return piece.pieces.some(folds);
    case 'either':
      return piece.branches.some(folds);
    case 'group':
      return piece.fold === true || folds(piece.piece);
    case 'repeat':
      return folds(piece.piece);
    case 'char':
    case 'class':
    case 'place':
      return false;
  }
}
