import { describe } from '../../shared/query/describe.ts';
import { parse } from '../../shared/query/parse.ts';

/** UTF-16 units of a name that is proposed. */
const longest = 60;

/** What a search may be called: its words, then what else it asks for in plain words; never a name that is taken. */
export function proposedName(query: string, taken: readonly string[]): string {
  const { root } = parse(query).query;
  const nodes = root === null ? [] : root.kind === 'and' ? root.nodes : [root];
  const words = nodes.filter(({ kind }) => kind === 'word' || kind === 'phrase');
  const others = nodes.filter((node) => !words.includes(node));
  const rest = describe({ root: root && { ...root, kind: 'and', nodes: others } });
  const found = words.map(({ from, to }) => query.slice(from, to)).join(' ');
  const plain = [found, rest].filter(Boolean).join(', ');
  const name = short(found !== '' ? plain : plain === '' ? query.trim() : `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`);
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
