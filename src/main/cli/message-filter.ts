import type { Message, OutlineRow } from '../../shared/model.ts';
import type { Filter, FilterValue, Node, Phrase, Regex, Word } from '../../shared/query/ast.ts';
import { matchesIn, needlesOf } from '../../shared/query/needles.ts';
import { partTexts, type TextPlace } from '../../shared/query/part-texts.ts';
import { parse } from '../../shared/query/parse.ts';
import { expressionOf } from '../archive/search/regex/expression.ts';
import { whereOf } from '../archive/search/terms.ts';

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

/** Whether a text has a word, phrase or expression; null: it has nothing that could be looked for. */
type TextTest = (leaf: Word | Phrase | Regex) => ((text: string) => boolean) | null;

/**
 * A query finds conversations. Of those, `view messages` gives the messages of which it is true as well: its words and expressions, where
 * `in:` lets them count, `role:`, `model:`, `tool:`, `since:`, `until:` and `on:`; the other fields say something of the conversation alone,
 * and so do words that count in titles and notes only.
 */
export function messageFilter(query: string, now: number = Date.now()): MessageFilter {
  const { root } = parse(query, { now }).query;
  const { places } = whereOf(root);
  const tests = new Map<Node, ReturnType<TextTest>>();
  const testFor: TextTest = (leaf) => {
    const known = tests.get(leaf);
    if (known !== undefined) return known;
    const made = places?.length === 0 ? null : textTest(leaf);
    tests.set(leaf, made);
    return made;
  };
  const contains = (message: Message, has: (text: string) => boolean): boolean => {
    const counts = (place: TextPlace): boolean => places === null || places.includes(place);
    return message.parts.some((part) => partTexts(part).some((found) => counts(found.in) && has(found.text)));
  };
  const passes = (looked: Looked): boolean => root === null || holds(root, looked, testFor, contains) !== false;
  return {
    selectsRow: ({ role, createdAt }) => passes({ role, createdAt, message: undefined }),
    selects: (message) => passes({ role: message.role, createdAt: message.createdAt, message }),
  };
}

function textTest(leaf: Word | Phrase | Regex): ReturnType<TextTest> {
  if (leaf.kind === 'regex') {
    const expression = expressionOf(leaf);
    return typeof expression === 'string' ? null : expression.test;
  }
  const needles = needlesOf({ root: leaf }, 'text');
  return needles.length === 0 ? null : (text) => matchesIn(text, needles, 1).length > 0;
}

/** True, false, or null where the node says nothing of a message. */
function holds(
  node: Node,
  looked: Looked,
  testFor: TextTest,
  contains: (message: Message, has: (text: string) => boolean) => boolean,
): boolean | null {
  const all = (nodes: readonly Node[]) => new Set(nodes.map((one) => holds(one, looked, testFor, contains)));
  switch (node.kind) {
    case 'word':
    case 'phrase':
    case 'regex': {
      const has = testFor(node);
      return looked.message === undefined || has === null ? null : contains(looked.message, has);
    }
    case 'filter':
      return filterHolds(node, looked);
    case 'not': {
      const held = holds(node.node, looked, testFor, contains);
      return held === null ? null : !held;
    }
    case 'and': {
      const held = all(node.nodes);
      return held.has(false) ? false : held.has(true) ? true : null;
    }
    case 'or': {
      const held = all(node.nodes);
      return held.has(true) ? true : held.has(null) ? null : false;
    }
  }
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
