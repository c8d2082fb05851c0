import type { Problem } from '../contract.ts';
import { leavesOf, type Filter, type Leaf, type Node } from './ast.ts';

/**
 * `in:` and `role:` say where the words of the whole query count, so they mean this only where all of it must hold: beside the words, not
 * behind a minus or beside an OR. There `in:` is left out, and `role:` asks for a message of the role.
 * @param isUnfinished true of what the person may still be writing, which is no problem yet
 */
export function placed(root: Node | null, problems: Problem[], isUnfinished: (node: Node) => boolean): Node | null {
  if (root === null) return null;
  const leaves = leavesOf({ root });
  const placing = leaves.flatMap(({ leaf, negated }) => (isPlacing(leaf) ? [{ node: leaf, negated }] : []));
  if (placing.length === 0) return root;
  const top: readonly Node[] = root.kind === 'and' ? root.nodes : [root];
  const misplaced = new Set<Node>(placing.filter(({ node }) => !top.includes(node)).map(({ node }) => node));
  for (const { node, negated } of placing) {
    if (!misplaced.has(node)) continue;
    const { field, from, to } = node;
    const why = negated
      ? `“${field}:” says where words count and cannot be excluded`
      : `“${field}:” says where the words of the whole query count, so put parentheses around what stands beside OR`;
    const instead = field === 'in' ? 'this is left out' : 'here it asks for a message of the role, wherever the words are';
    problems.push({ from, to, message: `${why}; ${instead}.` });
  }
  const kept = without(root, (node) => misplaced.has(node) && node.kind === 'filter' && node.field === 'in');
  const hasText = leaves.some(({ leaf }) => leaf.kind !== 'filter');
  for (const { node } of hasText ? [] : placing)
    if (node.field === 'in' && !misplaced.has(node) && !isUnfinished(node))
      problems.push({ from: node.from, to: node.to, message: '“in:” says where words count; there are no words here.' });
  return kept;
}

function isPlacing(leaf: Leaf): leaf is Filter {
  return leaf.kind === 'filter' && (leaf.field === 'in' || leaf.field === 'role');
}

/** The tree without some of its leaves; groups that hold one node become it. */
function without(node: Node, isLeftOut: (leaf: Node) => boolean): Node | null {
  switch (node.kind) {
    case 'not': {
      const inner = without(node.node, isLeftOut);
      return inner === null ? null : inner === node.node ? node : inner.kind === 'not' ? inner.node : { ...node, node: inner };
    }
    case 'and':
    case 'or': {
      const nodes = node.nodes.map((child) => without(child, isLeftOut)).filter((child) => child !== null);
      const [first] = nodes;
      if (nodes.length < 2) return first ?? null;
      if (nodes.every((child, at) => child === node.nodes[at])) return node;
      return { ...node, nodes: nodes.flatMap((child) => (child.kind === node.kind ? child.nodes : [child])) };
    }
    default:
      return isLeftOut(node) ? null : node;
  }
}
