/**
 * Turns the parent links of a transcript into the conversation a reader expects. Most forks in a transcript are artefacts of how it is
 * recorded (results of parallel calls, hook output, notices); only prompts typed at different times under one message are a rewind.
 * Source: formats, §5.7.
 */

export type NodeKind =
  /** A prompt a person typed. */
  | 'typed'
  | 'assistant'
  | 'result'
  /** Everything that never starts a branch: attachments, notices, injected context, prompts queued while the model worked. */
  | 'aside';

export interface TreeNode {
  /** Index of the recorded parent, -1 when it is none of these. */
  readonly parent: number;
  readonly time: number | null;
  readonly kind: NodeKind;
}

export interface Arranged {
  readonly parents: Int32Array;
  /** Index of the message shown last, -1 when the newest leaf is it. */
  readonly activeLeaf: number;
}

/** Total on any input: cycles are cut, and later roots follow the message recorded before them. */
export function arrange(nodes: readonly TreeNode[]): Arranged {
  const count = nodes.length;
  const parents = Int32Array.from(nodes, (node, i) =>
    node.parent >= 0 && node.parent < count && node.parent !== i ? node.parent : -1,
  );
  cutCycles(parents);
  joinRoots(parents);

  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(count).fill(-1);
  const roots: number[] = [];
  for (let i = count - 1; i >= 0; i--) {
    const parent = parents[i] ?? -1;
    if (parent === -1) {
      roots.push(i);
    } else {
      next[i] = first[parent] ?? -1;
      first[parent] = i;
    }
  }
  const order = topDown(roots, first, next, count);

  const state = {
    nodes,
    parents,
    tip: new Int32Array(count),
    talk: new Uint8Array(count),
    typed: new Int32Array(count),
    branched: false,
  };
  for (let place = count - 1; place >= 0; place--) {
    const node = order[place] ?? 0;
    const children: number[] = [];
    for (let child = first[node] ?? -1; child !== -1; child = next[child] ?? -1) children.push(child);
    settle(state, node, children);
  }
  const root = roots.length === 1 ? (roots[0] ?? -1) : -1;
  return { parents, activeLeaf: state.branched && root !== -1 ? (state.tip[root] ?? -1) : -1 };
}

interface State {
  readonly nodes: readonly TreeNode[];
  readonly parents: Int32Array;
  /** Of a settled node: where its reading ends. */
  readonly tip: Int32Array;
  /** 1: the node or something below it was said by a person or the assistant. */
  readonly talk: Uint8Array;
  /** The typed prompt that a node leads to, through asides alone; -1 for none. */
  readonly typed: Int32Array;
  branched: boolean;
}

function settle(state: State, node: number, children: readonly number[]): void {
  const { nodes, parents, tip, talk, typed } = state;
  const kind = nodes[node]?.kind ?? 'aside';
  talk[node] = kind === 'typed' || kind === 'assistant' || children.some((child) => talk[child] === 1) ? 1 : 0;
  const [only] = children;
  if (only === undefined) {
    tip[node] = node;
    typed[node] = kind === 'typed' ? node : -1;
    return;
  }
  const mains = children.length === 1 ? children : children.filter((child) => talk[child] === 1);
  typed[node] =
    kind === 'typed' ? node : kind === 'aside' ? (mains.map((child) => typed[child] ?? -1).find((at) => at !== -1) ?? -1) : -1;
  if (children.length === 1) {
    tip[node] = tip[only] ?? only;
    return;
  }

  let end = node;
  const follow = (child: number): void => {
    parents[child] = end;
    end = tip[child] ?? child;
  };
  const lastMain = mains[mains.length - 1];
  const last = lastMain === undefined ? -1 : (tip[lastMain] ?? lastMain);
  const late: number[] = [];
  for (const child of children.filter((child) => talk[child] !== 1).toSorted((a, b) => byTime(nodes, a, b))) {
    if (isLater(nodes, child, last)) late.push(child);
    else follow(child);
  }

  const rewinds = mains.filter((child) => (typed[child] ?? -1) !== -1);
  if (rewinds.length < 2) {
    for (const child of mains) follow(child);
  } else {
    state.branched = true;
    const fork = end;
    for (const child of mains) if ((typed[child] ?? -1) === -1) follow(child);
    let newest = rewinds[0] ?? node;
    for (const child of rewinds) {
      parents[child] = fork;
      if (timeOfTyped(state, child) > timeOfTyped(state, newest)) newest = child;
    }
    end = tip[newest] ?? newest;
  }
  for (const child of late) follow(child);
  tip[node] = end;
}

/** By time, then as recorded; without a time, as recorded. */
function byTime(nodes: readonly TreeNode[], a: number, b: number): number {
  const first = nodes[a]?.time ?? null;
  const second = nodes[b]?.time ?? null;
  return first === null || second === null || first === second ? a - b : first - second;
}

/** Recorded after everything that the conversation went on with: an old record was taken up again. */
function isLater(nodes: readonly TreeNode[], side: number, last: number): boolean {
  const time = nodes[side]?.time ?? null;
  const end = nodes[last]?.time ?? null;
  return time !== null && end !== null && time > end;
}

/** Of prompts with one and the same time (a replay after a compaction) the first is taken. */
function timeOfTyped(state: State, child: number): number {
  return state.nodes[state.typed[child] ?? -1]?.time ?? Number.NEGATIVE_INFINITY;
}

function cutCycles(parents: Int32Array): void {
  // 0 unseen, 1 on the current walk, 2 known to reach a root.
  const state = new Uint8Array(parents.length);
  const walk: number[] = [];
  for (let start = 0; start < parents.length; start++) {
    let node = start;
    while (node !== -1 && state[node] === 0) {
      state[node] = 1;
      walk.push(node);
      const parent = parents[node] ?? -1;
      if (parent !== -1 && state[parent] === 1) {
        parents[node] = -1;
        break;
      }
      node = parent;
    }
    for (const seen of walk) state[seen] = 2;
    walk.length = 0;
  }
}

/** A chain that is not the first (after a compaction, a missing parent, a lone notice) follows the record before its earliest. */
function joinRoots(parents: Int32Array): void {
  const group = Int32Array.from(parents, (_, i) => i);
  const find = (from: number): number => {
    let at = from;
    while (group[at] !== at) {
      const up = group[at] ?? at;
      group[at] = group[up] ?? up;
      at = up;
    }
    return at;
  };
  for (let i = 0; i < parents.length; i++) {
    const parent = parents[i] ?? -1;
    if (parent !== -1) group[find(i)] = find(parent);
  }
  for (let i = 1; i < parents.length; i++) {
    const root = find(i);
    const before = find(i - 1);
    if (root === before) continue;
    parents[root] = i - 1;
    group[root] = before;
  }
}

function topDown(roots: readonly number[], first: Int32Array, next: Int32Array, count: number): Int32Array {
  const order = new Int32Array(count);
  let filled = 0;
  for (const root of roots) order[filled++] = root;
  for (let place = 0; place < filled; place++) {
    for (let child = first[order[place] ?? 0] ?? -1; child !== -1; child = next[child] ?? -1) order[filled++] = child;
  }
  return order;
}
