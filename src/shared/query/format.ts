import type { Filter, FilterValue, Node, Query } from './ast.ts';

/** A query as text that parses to the same query: `format(parse(format(q))) === format(q)`. */
export function format(query: Query): string {
  return query.root === null ? '' : node(query.root, 'top');
}

function node(of: Node, inside: 'top' | 'and' | 'or' | 'not'): string {
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
      return of.node.kind === 'word' && of.node.text.startsWith('-') ? `NOT ${node(of.node, 'not')}` : `-${node(of.node, 'not')}`;
    case 'and':
      return inside === 'not' ? `(${joined(of.nodes, ' ', 'and')})` : joined(of.nodes, ' ', 'and');
    case 'or':
      return inside === 'top' ? joined(of.nodes, ' OR ', 'or') : `(${joined(of.nodes, ' OR ', 'or')})`;
  }
}

function joined(nodes: readonly Node[], by: string, kind: 'and' | 'or'): string {
  return nodes.map((child) => node(child, kind)).join(by);
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
