import type { Message, OutlineRow } from '../../shared/model.ts';
import { leavesOf, type Filter, type FilterValue, type Node } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';

/** Which messages of a found conversation a query selects. */
export interface MessageFilter {
  /** The query holds words: only messages in which they are found. */
  readonly hasWords: boolean;
  /** From the outline alone; what it lets through, `selects` may still refuse. */
  readonly selectsRow: (row: OutlineRow) => boolean;
  readonly selects: (message: Message) => boolean;
}

/** What a filter may look at; undefined: not known yet. */
interface Looked {
  readonly role: string;
  readonly createdAt: number | null;
  readonly model: string | null | undefined;
  readonly tools: readonly string[] | undefined;
}

/**
 * A query finds conversations. Of those, `view messages` gives the messages that its words are in and that `role:`, `model:`, `tool:`,
 * `since:`, `until:` and `on:` are true of; the other fields say something of the conversation alone.
 */
export function messageFilter(query: string, now: number = Date.now()): MessageFilter {
  const parsed = parse(query, { now }).query;
  const { root } = parsed;
  const hasWords = leavesOf(parsed).some(({ leaf, negated }) => leaf.kind !== 'filter' && !negated);
  const passes = (looked: Looked): boolean => root === null || holds(root, looked) !== false;
  return {
    hasWords,
    selectsRow: ({ role, createdAt }) => passes({ role, createdAt, model: undefined, tools: undefined }),
    selects: ({ role, createdAt, model, parts }) =>
      passes({ role, createdAt, model, tools: parts.flatMap((part) => (part.type === 'tool-call' ? [part.name] : [])) }),
  };
}

/** True, false, or null where the node says nothing of a message. */
function holds(node: Node, message: Looked): boolean | null {
  switch (node.kind) {
    case 'word':
    case 'phrase':
      return null;
    case 'filter':
      return filterHolds(node, message);
    case 'not': {
      const held = holds(node.node, message);
      return held === null ? null : !held;
    }
    case 'and': {
      const held = new Set(node.nodes.map((one) => holds(one, message)));
      return held.has(false) ? false : held.has(true) ? true : null;
    }
    case 'or': {
      const held = new Set(node.nodes.map((one) => holds(one, message)));
      return held.has(true) ? true : held.has(null) ? null : false;
    }
  }
}

function filterHolds({ field, values }: Filter, { role, createdAt, model, tools }: Looked): boolean | null {
  switch (field) {
    case 'role':
      return values.some((value) => isText(value, role));
    case 'model':
      return model === undefined ? null : values.some((value) => model !== null && isText(value, model));
    case 'tool':
      return tools === undefined ? null : values.some((value) => tools.some((tool) => isText(value, tool)));
    case 'since':
      return createdAt === null ? null : values.some((value) => value.kind === 'time' && createdAt >= value.from);
    case 'until':
      return createdAt === null ? null : values.some((value) => value.kind === 'time' && createdAt < value.to);
    case 'on':
      return createdAt === null
        ? null
        : values.some((value) => value.kind === 'time' && createdAt >= value.from && createdAt < value.to);
    default:
      return null;
  }
}

function isText(value: FilterValue, text: string): boolean {
  if (value.kind !== 'text') return false;
  const wanted = value.text.toLowerCase();
  return value.prefix ? text.toLowerCase().startsWith(wanted) : text.toLowerCase() === wanted;
}
