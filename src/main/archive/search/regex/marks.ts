import type { Node } from '../../../../shared/query/ast.ts';
import type { Match } from '../../../../shared/query/needles.ts';
import { expressionOf, type Expression } from './expression.ts';

/** The expressions of a query that are not excluded. */
export function expressionsOf(root: Node | null): readonly Expression[] {
  const found: Expression[] = [];
  const visit = (node: Node): void => {
    if (node.kind === 'and' || node.kind === 'or') node.nodes.forEach(visit);
    if (node.kind !== 'regex') return;
    const expression = expressionOf(node);
    if (typeof expression !== 'string') found.push(expression);
  };
  if (root !== null) visit(root);
  return found;
}

/**
 * Where words were found in a text, and where expressions are: in order and without overlaps.
 *
 * @param words how many needles there are; expressions are numbered after them
 */
export function withExpressions(
  text: string,
  found: readonly Match[],
  expressions: readonly Expression[],
  words: number,
  limit: number,
): readonly Match[] {
  if (expressions.length === 0 || text === '') return found;
  const all = [
    ...found,
    ...expressions.flatMap((expression, at) =>
      expression.find(text, limit).map(({ from, to }) => ({ from, to, needle: words + at })),
    ),
  ].sort((left, right) => left.from - right.from || right.to - left.to);
  const apart: Match[] = [];
  for (const match of all) if (match.from >= (apart.at(-1)?.to ?? 0)) apart.push(match);
  return apart.slice(0, limit);
}
