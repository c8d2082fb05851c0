import type { Problem } from '../../shared/contract.ts';
import { fieldOf } from '../../shared/query/fields.ts';
import { lex } from '../../shared/query/lex.ts';

/** A piece of the query's text and how it is drawn: what it is, and whether something is wrong with it. */
export interface Ink {
  readonly text: string;
  readonly kind: 'plain' | 'filter' | 'excluded' | 'operator' | 'expression';
  readonly problem: boolean;
}

/** The whole text in pieces, in order: put together they are the text. */
export function inkOf(text: string, problems: readonly Problem[]): readonly Ink[] {
  const kinds = kindsOf(text);
  // An empty place (nothing stands after …) is drawn at the letter before it.
  const wrong = problems.map(({ from, to }) => ({ from: to > from ? from : Math.max(0, from - 1), to: Math.max(to, from) }));
  const cuts = new Set([0, text.length]);
  for (const { from, to } of [...kinds, ...wrong]) for (const cut of [from, to]) if (cut <= text.length) cuts.add(cut);
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(1).map((to, at) => {
    const from = places[at] ?? 0;
    const inside = (range: { readonly from: number; readonly to: number }): boolean => range.from <= from && to <= range.to;
    return { text: text.slice(from, to), kind: kinds.find(inside)?.kind ?? 'plain', problem: wrong.some(inside) };
  });
}

function kindsOf(text: string): readonly { readonly from: number; readonly to: number; readonly kind: Ink['kind'] }[] {
  const kinds: { from: number; to: number; kind: Ink['kind'] }[] = [];
  let not: number | null = null;
  for (const token of lex(text, (name) => fieldOf(name) !== null)) {
    if (token.kind === 'not') {
      // `NOT` is a word, `-` belongs to what follows.
      if (token.text === 'NOT') kinds.push({ from: token.from, to: token.to, kind: 'operator' });
      not ??= token.from;
      continue;
    }
    if (token.kind === 'or' || token.kind === 'and') kinds.push({ from: token.from, to: token.to, kind: 'operator' });
    const isTerm = token.kind === 'word' || token.kind === 'phrase';
    if (token.kind === 'field' || token.kind === 'regex' || (isTerm && not !== null)) {
      const adjoining = not !== null && text.slice(not, token.from) === '-';
      const kind = not !== null ? 'excluded' : token.kind === 'field' ? 'filter' : 'expression';
      kinds.push({ from: adjoining ? token.from - 1 : token.from, to: token.to, kind });
    }
    not = null;
  }
  return kinds;
}
