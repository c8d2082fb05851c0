import { isObject, timeOf, type JsonObject } from '../../../shared/json.ts';

/** A node of `mapping` with its place in the tree. */
export interface TreeNode {
  readonly key: string;
  /** The node as it stands; empty when it was no object. */
  readonly raw: JsonObject;
  /** What stands under `message`: an object, null for none, or something broken. */
  readonly message: unknown;
  readonly time: number | null;
  /** Place in the file, the last tie-breaker. */
  readonly place: number;
  parent: TreeNode | null;
  children: TreeNode[];
}

/**
 * The nodes of a conversation in pre-order, each parent before its children and siblings in the order of their creation. Total on any
 * input: `parent` is trusted over `children`; a parent that is not in the file makes a root unless a `children` list names the node; a
 * cycle is cut above its oldest node; a mapping with neither link on any node is one line in order of time.
 */
export function treeOf(mapping: JsonObject): TreeNode[] {
  const nodes = readNodes(mapping);
  if (nodes.length > 1 && nodes.every((node) => node.raw['parent'] === undefined && node.raw['children'] === undefined))
    return line(nodes);
  link(nodes);
  cutCycles(nodes);
  const roots: TreeNode[] = [];
  for (const node of nodes) (node.parent === null ? roots : node.parent.children).push(node);
  for (const node of nodes) if (node.children.length > 1) node.children = ordered(node.children, node.raw['children']);
  return preOrder(roots.length > 1 ? roots.sort(byAge) : roots);
}

function readNodes(mapping: JsonObject): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (const key of Object.keys(mapping)) {
    const value = mapping[key];
    const raw = isObject(value) ? value : {};
    const message: unknown = isObject(value) ? (value['message'] ?? null) : (value ?? null);
    const time = isObject(message) ? timeOf(message['create_time']) : null;
    nodes.push({ key, raw, message, time, place: nodes.length, parent: null, children: [] });
  }
  return nodes;
}

function link(nodes: readonly TreeNode[]): void {
  const byId = new Map<string, TreeNode>();
  for (const node of nodes) byId.set(node.key, node);
  for (const node of nodes) {
    const id = node.raw['id'];
    if (typeof id === 'string' && !byId.has(id)) byId.set(id, node);
  }
  let claims: Map<TreeNode, TreeNode> | null = null;
  for (const node of nodes) {
    const parent = node.raw['parent'];
    if (parent === null) continue;
    const id = idOf(parent);
    node.parent = (id === null ? null : byId.get(id)) ?? null;
    if (node.parent === null) {
      claims ??= claimsOf(nodes, byId);
      node.parent = claims.get(node) ?? null;
    }
    if (node.parent === node) node.parent = null;
  }
}

/** By child, the first node that lists it. */
function claimsOf(nodes: readonly TreeNode[], byId: ReadonlyMap<string, TreeNode>): Map<TreeNode, TreeNode> {
  const claims = new Map<TreeNode, TreeNode>();
  for (const node of nodes) {
    const children = node.raw['children'];
    if (!Array.isArray(children)) continue;
    for (const item of children) {
      const id = idOf(item);
      const child = id === null ? undefined : byId.get(id);
      if (child !== undefined && !claims.has(child)) claims.set(child, node);
    }
  }
  return claims;
}

function idOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

function cutCycles(nodes: readonly TreeNode[]): void {
  // 0 unseen, 1 on the current walk, 2 known to reach a root.
  const state = new Uint8Array(nodes.length);
  const walk: TreeNode[] = [];
  for (const start of nodes) {
    let node: TreeNode | null = start;
    while (node !== null && state[node.place] === 0) {
      state[node.place] = 1;
      walk.push(node);
      node = node.parent;
    }
    if (node !== null && state[node.place] === 1) {
      const cycle = walk.slice(walk.indexOf(node));
      const oldest = cycle.sort(byAge)[0];
      if (oldest !== undefined) oldest.parent = null;
    }
    for (const seen of walk) state[seen.place] = 2;
    walk.length = 0;
  }
}

function byAge(a: TreeNode, b: TreeNode): number {
  return (a.time ?? 0) - (b.time ?? 0) || a.place - b.place;
}

/** Siblings as their parent lists them; those it does not list follow by age. */
function ordered(siblings: TreeNode[], listed: unknown): TreeNode[] {
  siblings.sort(byAge);
  if (!Array.isArray(listed) || listed.length === 0) return siblings;
  const places = new Map<string, number>();
  for (const item of listed) {
    const id = idOf(item);
    if (id !== null && !places.has(id)) places.set(id, places.size);
  }
  const placeOf = (node: TreeNode): number => places.get(node.key) ?? places.get(idOf(node.raw['id']) ?? '') ?? places.size;
  return siblings.sort((a, b) => placeOf(a) - placeOf(b));
}

function preOrder(roots: readonly TreeNode[]): TreeNode[] {
  const order: TreeNode[] = [];
  const stack = roots.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    order.push(node);
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) stack.push(child);
    }
  }
  return order;
}

/** Unlinked nodes by time, those without one behind their neighbour; each hangs on the one before it. */
function line(nodes: TreeNode[]): TreeNode[] {
  const times = new Map<TreeNode, number>();
  let time = 0;
  for (const node of nodes) {
    time = node.time ?? time;
    times.set(node, time);
  }
  nodes.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0) || a.place - b.place);
  let parent: TreeNode | null = null;
  for (const node of nodes) {
    node.parent = parent;
    parent?.children.push(node);
    parent = node;
  }
  return nodes;
}
