import type { Message, OutlineRow } from '../../shared/model.ts';
import type { Filter, FilterValue, Node } from '../../shared/query/ast.ts';
import { matchesIn, needlesOf, type Needle } from '../../shared/query/needles.ts';
import { partTexts } from '../../shared/query/part-texts.ts';
import { parse } from '../../shared/query/parse.ts';

/** Which messages of a found conversation a query selects. */
export interface MessageFilter {
  /** From the outline alone; what it lets through, `selects` may still refuse. */
  readonly selectsRow: (row: OutlineRow) => boolean;
  readonly selects: (message: Message) => boolean;
}

/** What a query may look at; undefined: not known yet. */
interface Looked {
  readonly role: string;
  readonly createdAt: number | null;
  readonly message: Message | undefined;
}

/**
 * A query finds conversations. Of those, `view messages` gives the messages of which it is true as well: its words, `role:`, `model:`,
 * `tool:`, `since:`, `until:` and `on:`; the other fields say something of the conversation alone.
 */
export function messageFilter(query: string, now: number = Date.now()): MessageFilter {
  const { root } = parse(query, { now }).query;
  const needles = new Map<Node, readonly Needle[]>();
  const needlesFor = (leaf: Node): readonly Needle[] => {
    const known = needles.get(leaf) ?? needlesOf({ root: leaf }, 'text');
    needles.set(leaf, known);
    return known;
  };
  const passes = (looked: Looked): boolean => root === null || holds(root, looked, needlesFor) !== false;
  return {
    selectsRow: ({ role, createdAt }) => passes({ role, createdAt, message: undefined }),
    selects: (message) => passes({ role: message.role, createdAt: message.createdAt, message }),
  };
}

/** True, false, or null where the node says nothing of a message. */
function holds(node: Node, looked: Looked, needlesFor: (leaf: Node) => readonly Needle[]): boolean | null {
  switch (node.kind) {
    case 'word':
    case 'phrase': {
      const needles = needlesFor(node);
      return looked.message === undefined || needles.length === 0 ? null : contains(looked.message, needles);
    }
    case 'regex':
      return null;
    case 'filter':
      return filterHolds(node, looked);
    case 'not': {
      const held = holds(node.node, looked, needlesFor);
      return held === null ? null : !held;
    }
    case 'and': {
      const held = new Set(node.nodes.map((one) => holds(one, looked, needlesFor)));
      return held.has(false) ? false : held.has(true) ? true : null;
    }
    case 'or': {
      const held = new Set(node.nodes.map((one) => holds(one, looked, needlesFor)));
      return held.has(true) ? true : held.has(null) ? null : false;
    }
  }
}

function contains({ parts }: Message, needles: readonly Needle[]): boolean {
  return parts.some((part) => partTexts(part).some(({ text }) => matchesIn(text, needles, 1).length > 0));
}

function filterHolds({ field, values }: Filter, { role, createdAt, message }: Looked): boolean | null {
  switch (field) {
    case 'role':
      return values.some((value) => isText(value, role));
    case 'model': {
      if (message === undefined) return null;
      const { model } = message;
      return model !== null && values.some((value) => isText(value, model));
    }
    case 'tool': {
      if (message === undefined) return null;
      return message.parts.some((part) => part.type === 'tool-call' && values.some((value) => isText(value, part.name)));
    }
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
