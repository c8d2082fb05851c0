import { nearest } from '../../shared/nearest.ts';
import { fieldOf } from '../../shared/query/fields.ts';
import { lex } from '../../shared/query/lex.ts';
import { parse } from '../../shared/query/parse.ts';
import { everything, scopeOf } from '../../shared/query/scope.ts';

/**
 * No query is wrong usage: `view python -error` asks for what holds no “error”, and after `--` everything is query. Such words are marked
 * here, before the option parser sees them, and unmarked where they are used. NUL cannot occur in an argument.
 */
const mark = '\u0000';

/** Arguments as given, with the words marked that are query whatever they look like. */
export function markQueryWords(
  args: readonly string[],
  longOptions: readonly string[],
): { readonly args: readonly string[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const end = args.indexOf('--');
  const before = end === -1 ? args : args.slice(0, end);
  const marked = before.map((word) => {
    if (!/^-[^-]/.test(word) || word === '-h') return word;
    const meant = word.length > 2 ? nearest(`-${word}`, longOptions) : null;
    if (meant !== null && `-${word}`.startsWith(meant.slice(0, 4)))
      notes.push(`“${word}” is searched as “not ${word.slice(1)}”. For the option write ${meant}.`);
    return mark + word;
  });
  return { args: end === -1 ? marked : [...marked, ...args.slice(end + 1).map((word) => mark + word)], notes };
}

export function isMarked(word: string): boolean {
  return word.startsWith(mark);
}

export function unmarked(word: string): string {
  return isMarked(word) ? word.slice(mark.length) : word;
}

export interface Shorthands {
  readonly provider?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly role?: readonly string[];
  readonly model?: readonly string[];
  readonly tag?: readonly string[];
  readonly id?: readonly string[];
}

/**
 * The query with what the shorthands add to it. Several values of one are alternatives. What the person archived is left out of a window's
 * list, never of the command line: whatever would leave it out says that it means everything but the trash.
 */
export function queryWith(words: readonly string[], shorthands: Shorthands): string {
  const said = words.map(unmarked).join(' ').trim();
  const added: string[] = [];
  const add = (field: string, values: readonly string[] | string | undefined): void => {
    if (values === undefined) return;
    const list = typeof values === 'string' ? [values] : values;
    if (list.length > 0) added.push(`${field}:${list.map((value) => quoted(unmarked(value))).join(',')}`);
  };
  add('provider', shorthands.provider);
  add('since', shorthands.since);
  add('until', shorthands.until);
  add('role', shorthands.role);
  add('model', shorthands.model);
  add('tag', shorthands.tag);
  add('id', shorthands.id);
  // `a OR b --provider x` means both for the provider.
  const own =
    added.length > 0 && parse(said).query.root?.kind === 'or' ? `(${closed(said)})` : added.length > 0 ? closed(said) : said;
  const query = [own, ...added].filter((one) => one !== '').join(' ');
  const { root } = parse(query).query;
  if (scopeOf(root).archived) return query;
  const whole = closed(query);
  return `${root?.kind === 'or' ? `(${whole})` : whole} ${everything}`.trim();
}

/** The query with every quotation mark and parenthesis closed, so that what is added is not inside. */
function closed(query: string): string {
  const tokens = lex(query, (name) => fieldOf(name) !== null);
  let open = 0;
  for (const { kind } of tokens) {
    if (kind === 'open') open++;
    else if (kind === 'close' && open > 0) open--;
  }
  return `${query}${tokens.some((token) => token.unclosed) ? '"' : ''}${')'.repeat(open)}`;
}

/** A value that holds what the query language would read as its own. Commas stay: they separate values. */
function quoted(value: string): string {
  return /[\s"()]/.test(value) ? `"${value.replaceAll('"', ' ').trim()}"` : value;
}
