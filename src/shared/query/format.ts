import { leavesOf, type Filter, type FilterValue, type Group, type Node, type Query } from './ast.ts';
import { fieldOf } from './fields.ts';
import { lex } from './lex.ts';

/** A query as text that parses to the same query: `format(parse(format(q))) === format(q)`. */
export function format(query: Query): string {
  if (query.root === null) return '';
  const line = node(query.root, 'top');
  // `/a` and `b/` side by side would be an expression; none goes over the end of a line.
  const expressions = leavesOf(query).filter(({ leaf }) => leaf.kind === 'regex').length;
  const read = lex(line, (name) => fieldOf(name) !== null).filter(({ kind }) => kind === 'regex').length;
  return read === expressions ? line : node(query.root, 'top', '\n');
}

function node(of: Node, inside: 'top' | 'and' | 'or' | 'not', space = ' '): string {
  switch (of.kind) {
    case 'word':
      return of.prefix ? `${of.text}*` : of.text;
    case 'phrase':
      return `"${of.text.replaceAll(/["“”„]/g, ' ')}"`;
    case 'regex':
      return `/${of.text}/${of.flags}`;
    case 'filter':
      return filter(of);
    case 'not':
      // `---x` would be a word.
      return of.node.kind === 'word' && of.node.text.startsWith('-')
        ? `NOT ${node(of.node, 'not', space)}`
        : `-${node(of.node, 'not', space)}`;
    case 'and':
      return inside === 'not' ? `(${joined(of, space)})` : joined(of, space);
    case 'or':
      return inside === 'top' ? joined(of, space) : `(${joined(of, space)})`;
  }
}

function joined({ kind, nodes }: Group, space: string): string {
  return nodes.map((child) => node(child, kind, space)).join(kind === 'and' ? space : `${space}OR${space}`);
}

function filter({ field, values }: Filter): string {
  return `${field}:${values.map(value).join(',')}`;
}

function value(of: FilterValue): string {
  if (of.kind === 'time') return quote(of.text);
  if (of.kind === 'text') return of.prefix ? `${of.text}*` : quote(of.text);
  if (of.min !== null && of.max !== null) return of.min === of.max ? String(of.min) : `${of.min}..${of.max}`;
  return of.min !== null ? `>=${of.min}` : `<=${of.max ?? 0}`;
}

/** Quoted only where it must be. */
export function quote(text: string): string {
  return /[\s"“”„(),*]/.test(text) || text === '' ? `"${text.replaceAll(/["“”„]/g, ' ')}"` : text;
}
