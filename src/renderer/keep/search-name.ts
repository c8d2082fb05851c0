import { leavesOf } from '../../shared/query/ast.ts';
import { describe } from '../../shared/query/describe.ts';
import { parse } from '../../shared/query/parse.ts';

/** UTF-16 units of a name that is proposed. */
const longest = 60;

/** What a search may be called: its words as they are, or what it asks for in plain words; never a name that is taken. */
export function proposedName(query: string, taken: readonly string[]): string {
  const parsed = parse(query).query;
  const onlyWords = leavesOf(parsed).every(({ leaf, negated }) => !negated && leaf.kind === 'word');
  const plain = onlyWords ? '' : describe(parsed);
  const name = short(plain === '' ? query.trim() : `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`);
  const known = new Set(taken.map((other) => other.toLowerCase()));
  let free = name;
  for (let at = 2; known.has(free.toLowerCase()); at++) free = `${name} ${at}`;
  return free;
}

function short(name: string): string {
  return name.length > longest
    ? `${name
        .slice(0, longest - 1)
        .trimEnd()
        .toWellFormed()}…`
    : name;
}
