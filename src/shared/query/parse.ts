import type { Problem } from '../contract.ts';
import { nearest } from '../nearest.ts';
import type { Filter, FilterValue, Node, Query } from './ast.ts';
import { spanOf } from './dates.ts';
import { choiceOf, fieldOf, fields, type Field } from './fields.ts';
import { lex, type Token } from './lex.ts';

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
const DEPTH = 50;

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
    // Too deep: the parenthesis is skipped and what is in it goes on at this level; its closing one ends the level above, harmlessly.
    if (depth >= DEPTH) {
      problem(open, 'Too many parentheses inside each other; these are left out.');
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
  const regex = (token: Token): Node => {
    const { text: source, flags = '', from, to } = token;
    const wrong = regexProblem(source, flags);
    if (wrong === null) return { kind: 'regex', text: source, flags, from, to };
    problem(token, wrong);
    return { kind: 'phrase', text: source, from, to };
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

  return { query: { root: any(0) }, problems };
}

function group(kind: 'and' | 'or', nodes: readonly Node[]): Node | null {
  const [first] = nodes;
  if (first === undefined) return null;
  if (nodes.length === 1) return first;
  const flat = nodes.flatMap((node) => (node.kind === kind ? node.nodes : [node]));
  return { kind, nodes: flat, from: first.from, to: nodes.at(-1)?.to ?? first.to };
}

/** What keeps this from being searched in time that grows with the text alone; null: nothing. */
function regexProblem(source: string, flags: string): string | null {
  try {
    void new RegExp(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    return `This is no regular expression${reason === '' ? '' : ` (${reason})`}; it is searched as text.`;
  }
  if (/\(\?<?[=!]/.test(source)) return 'Looking ahead or behind, (?=…), is not supported; this is searched as text.';
  if (/\\(?:[1-9]|k<)/.test(source)) return 'Referring back, \\1, is not supported; this is searched as text.';
  return null;
}

/** The value, or a sentence that says what is wrong with it. */
function valueOf(field: Field, text: string, isQuoted: boolean, now: number): FilterValue | string {
  if (text.trim() === '') return `“${field.name}:” needs a value, for example ${field.example}.`;
  if (field.kind === 'time') {
    const span = spanOf(text, now);
    return span === null ? `“${text}” is no date; write ${field.example}, 2025, today or 7d.` : { kind: 'time', ...span, text };
  }
  if (field.kind === 'range')
    return rangeOf(text) ?? `“${text}” is no number; write ${field.name}:500, ${field.name}:>500 or ${field.name}:10..50.`;
  if (field.kind === 'choice') {
    const choice = choiceOf(field, text);
    if (choice !== null) return { kind: 'text', text: choice, prefix: false };
    const choices = Object.keys(field.choices ?? {});
    const close = nearest(text.toLowerCase(), choices);
    return `${field.name}: knows no “${text}”${close === null ? `; it may be ${choices.join(', ')}` : `; did you mean “${close}”?`}`;
  }
  if (field.kind === 'run') {
    const run = text.trim().toLowerCase();
    if (run === 'latest' || /^\d{1,15}$/.test(run)) return { kind: 'text', text: run, prefix: false };
    return `“${text}” is no import; write its number, or ${field.name}:latest.`;
  }
  const starred = !isQuoted && text.length > 1 && text.endsWith('*');
  return { kind: 'text', text: starred ? text.slice(0, -1) : text, prefix: starred };
}

function rangeOf(text: string): FilterValue | null {
  const between = /^(\d+)\.\.(\d+)$/.exec(text);
  if (between !== null) return { kind: 'range', min: Number(between[1]), max: Number(between[2]) };
  const bound = /^(>=|<=|>|<|=)?(\d+)$/.exec(text);
  if (bound === null) return null;
  const number = Number(bound[2]);
  if (!Number.isSafeInteger(number)) return null;
  switch (bound[1]) {
    case '>':
      return { kind: 'range', min: number + 1, max: null };
    case '>=':
      return { kind: 'range', min: number, max: null };
    case '<':
      return { kind: 'range', min: null, max: number - 1 };
    case '<=':
      return { kind: 'range', min: null, max: number };
    default:
      return { kind: 'range', min: number, max: number };
  }
}
