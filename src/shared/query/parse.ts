import type { Problem } from '../contract.ts';
import { nearest } from '../nearest.ts';
import type { Filter, FilterValue, Node, Query } from './ast.ts';
import { fieldOf, fields } from './fields.ts';
import { lex, type Token } from './lex.ts';
import { placed } from './placing.ts';
import { regexProblem } from './regex-source.ts';
import { valueOf } from './values.ts';

export interface ParseOptions {
  /** The person is still typing: a last word that nothing follows is a beginning, and an unfinished filter is no problem yet. */
  readonly typing?: boolean;
  /** Epoch milliseconds that `today` is taken from. */
  readonly now?: number;
}

export interface ParsedQuery {
  readonly query: Query;
  readonly problems: readonly Problem[];
}

/** Deeper groups than this are read as if their parentheses were not there. */
const deepest = 50;

/**
 * Reads a query. Total: any text gives a query, and what is not meant as written is a problem with its place.
 * Words next to each other must all be there; `OR` binds looser; `-` or `NOT` excludes; parentheses group.
 */
export function parse(text: string, { typing = false, now = Date.now() }: ParseOptions = {}): ParsedQuery {
  const problems: Problem[] = [];
  const tokens = lex(text, (name) => fieldOf(name) !== null);
  const last = tokens.at(-1);
  const unfinished =
    typing && last !== undefined && last.to === text.length && (last.kind === 'word' || last.kind === 'field') ? last : null;
  let at = 0;
  /** Parentheses that were left out and are still open. */
  let skipped = 0;

  const problem = (token: { from: number; to: number }, message: string): void => {
    problems.push({ from: token.from, to: token.to, message });
  };

  const any = (depth: number): Node | null => {
    const branches: Node[] = [];
    for (;;) {
      const branch = all(depth);
      if (branch !== null) branches.push(branch);
      const token = tokens[at];
      if (token?.kind !== 'or') break;
      at++;
      const next = tokens[at];
      if (branch === null || next === undefined || next.kind === 'close')
        problem(token, `Nothing stands ${branch === null ? 'before' : 'after'} “${token.text}”.`);
    }
    return group('or', branches);
  };

  const all = (depth: number): Node | null => {
    const nodes: Node[] = [];
    for (let token = tokens[at]; token !== undefined && token.kind !== 'or'; token = tokens[at]) {
      if (token.kind === 'close' && skipped > 0) {
        skipped--;
        at++;
        continue;
      }
      if (token.kind === 'close') {
        if (depth > 0) break;
        problem(token, 'This parenthesis was never opened.');
        at++;
        continue;
      }
      if (token.kind === 'and') {
        at++;
        const next = tokens[at];
        if (nodes.length === 0 || next === undefined || next.kind === 'close' || next.kind === 'or')
          problem(token, `Nothing stands beside “${token.text}”.`);
        continue;
      }
      const node = one(depth);
      if (node !== null) nodes.push(node);
    }
    return group('and', nodes);
  };

  const one = (depth: number): Node | null => {
    let nots = 0;
    const start = tokens[at];
    while (tokens[at]?.kind === 'not') {
      nots++;
      at++;
    }
    const token = tokens[at];
    if (token === undefined || token.kind === 'or' || token.kind === 'and' || token.kind === 'close') {
      if (start !== undefined && !(typing && token === undefined)) problem(start, 'Nothing follows that could be excluded.');
      return null;
    }
    at++;
    const node = token.kind === 'open' ? inParentheses(token, depth) : leaf(token);
    if (node === null || nots % 2 === 0) return node;
    if (node.kind === 'not') return node.node;
    return { kind: 'not', node, from: start?.from ?? node.from, to: node.to };
  };

  const inParentheses = (open: Token, depth: number): Node | null => {
    // Too deep: the parenthesis is skipped, and so is the one that closes it.
    if (depth >= deepest) {
      if (skipped === 0) problem(open, 'Too many parentheses inside each other; from here on they are left out.');
      skipped++;
      return null;
    }
    const node = any(depth + 1);
    const close = tokens[at];
    if (close?.kind === 'close') at++;
    else if (!typing) problem(open, 'This parenthesis is never closed.');
    if (node === null && close?.kind === 'close')
      problem({ from: open.from, to: close.to }, 'There is nothing in these parentheses.');
    return node;
  };

  const leaf = (token: Token): Node | null => {
    const { from, to } = token;
    if (token.unclosed === true && !typing) problem(token, 'This quotation mark is never closed.');
    if (token.kind === 'field') return filter(token);
    if (token.kind === 'phrase') return token.text.trim() === '' ? null : { kind: 'phrase', text: token.text, from, to };
    if (token.kind === 'regex') return regex(token);
    const starred = token.text.length > 1 && token.text.endsWith('*');
    const word = starred ? token.text.replace(/\*+$/, '') : token.text;
    if (word === '' || word === '*') return null;
    misspelt(token);
    return { kind: 'word', text: word, prefix: starred || token === unfinished, from, to };
  };

  /** What is no regular expression is searched as text. */
  const regex = (token: Token): Node | null => {
    const { text: source, flags = '', from, to } = token;
    const wrong = regexProblem(source, flags);
    if (wrong === null) return { kind: 'regex', text: source, flags, from, to };
    problem(token, wrong);
    // A phrase holds no quotation marks.
    const words = source.replaceAll(/["“”„]/g, ' ');
    return words.trim() === '' ? null : { kind: 'phrase', text: words, from, to };
  };

  /** `provder:claude` is searched as text, and said to be so; `http://`, `std::vector` and `localhost:8080` are nobody's mistake. */
  const misspelt = (token: Token): void => {
    const written = /^([A-Za-z]{2,}):["\p{L}]/u.exec(token.text);
    if (written?.[1] === undefined) return;
    const close = nearest(
      written[1].toLowerCase(),
      fields.map((field) => field.name),
    );
    problem(
      { from: token.from, to: token.from + written[1].length },
      close === null
        ? `There is no field “${written[1]}”; this is searched as text.`
        : `There is no field “${written[1]}”; did you mean “${close}:”?`,
    );
  };

  const filter = (token: Token): Filter | Node | null => {
    const field = fieldOf(token.name ?? '');
    const written = token.values ?? [];
    if (field === null) return null;
    if (written.length === 0) {
      if (token !== unfinished) problem(token, `“${field.name}:” needs a value, for example ${field.example}.`);
      return null;
    }
    const values: FilterValue[] = [];
    for (const value of written) {
      const read = valueOf(field, value.text, value.quoted, now);
      if (typeof read !== 'string') values.push(read);
      else if (token !== unfinished || value !== written.at(-1)) problem(value, read);
    }
    return values.length === 0 ? null : { kind: 'filter', field: field.name, values, from: token.from, to: token.to };
  };

  const root = placed(any(0), problems, (node) => typing && node.from === last?.from);
  return { query: { root }, problems };
}

function group(kind: 'and' | 'or', nodes: readonly Node[]): Node | null {
  const [first] = nodes;
  if (first === undefined) return null;
  if (nodes.length === 1) return first;
  const flat = nodes.flatMap((node) => (node.kind === kind ? node.nodes : [node]));
  return { kind, nodes: flat, from: first.from, to: nodes.at(-1)?.to ?? first.to };
}
