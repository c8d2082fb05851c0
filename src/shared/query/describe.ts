import { providerNames } from '../contract.ts';
import { providerIds } from '../model.ts';
import { leavesOf, type Filter, type FilterValue, type Node, type Query } from './ast.ts';
import { spokenSpan } from './spoken-dates.ts';

/**
 * A query in plain words, as the end of “conversations …”: “from ChatGPT or Claude, with tool calls, since March 2025, about “lantern”,
 * without “error”, matching /ab+c/i, in titles”. Empty for a query that asks for nothing.
 */
export function describe(query: Query): string {
  if (query.root === null) return '';
  const nodes = query.root.kind === 'and' ? query.root.nodes : [query.root];
  const where = nodes.filter((node): node is Filter => node.kind === 'filter' && places.has(node.field));
  const others = nodes.filter((node) => !where.some((place) => place === node));
  const texts = others.filter((node) => node.kind !== 'regex' && isText(node));
  const withoutTexts = others.filter((node) => node.kind === 'not' && isText(node.node));
  const regexes = others.filter((node) => node.kind === 'regex');
  const rest = others.filter((node) => node.kind !== 'regex' && !isText(node) && !withoutTexts.includes(node));
  return [
    ...rest.map((node) => clause(node, false)),
    ...(texts.length === 0 ? [] : [`about ${list(texts.map(texts.length > 1 ? grouped : textOf), 'and')}`]),
    ...withoutTexts.map((node) => clause(node, false)),
    ...regexes.map((node) => clause(node, false)),
    ...where.map((node) => placeClause(node, looksForText(query))),
  ].join(', ');
}

/** Fields that say where words count. */
const places: ReadonlySet<string> = new Set(['in', 'role']);

/** Characters of a word, and words of a list, that are told. */
const longest = 60;
const most = 12;

function looksForText(query: Query): boolean {
  return leavesOf(query).some(({ leaf }) => leaf.kind !== 'filter');
}

/** True of a group that has nothing but words, phrases and expressions, all of them wanted. */
function isText(node: Node): boolean {
  switch (node.kind) {
    case 'word':
    case 'phrase':
    case 'regex':
      return true;
    case 'and':
    case 'or':
      return node.nodes.every(isText);
    case 'not':
    case 'filter':
      return false;
  }
}

function textOf(node: Node): string {
  switch (node.kind) {
    case 'word':
      return `“${short(node.text)}${node.prefix ? '…' : ''}”`;
    case 'phrase':
      return `“${short(node.text)}”`;
    case 'regex':
      return `/${short(node.text)}/${node.flags}`;
    case 'or':
      return `either ${list(node.nodes.map(grouped), 'or')}`;
    case 'and':
      return `both ${list(node.nodes.map(grouped), 'and')}`;
    case 'not':
    case 'filter':
      return clause(node, false);
  }
}

/** A group inside a group stands in parentheses: no words would keep them apart. */
function grouped(node: Node): string {
  if (node.kind === 'or' || node.kind === 'and') return `(${list(node.nodes.map(grouped), node.kind)})`;
  return textOf(node);
}

function clause(node: Node, negated: boolean): string {
  switch (node.kind) {
    case 'word':
    case 'phrase':
      return `${negated ? 'without' : 'about'} ${textOf(node)}`;
    case 'regex':
      return `${negated ? 'not matching' : 'matching'} ${textOf(node)}`;
    case 'not':
      return clause(node.node, !negated);
    case 'filter':
      return filterClause(node, negated);
    case 'or':
      if (isText(node)) return `${negated ? 'without' : 'about'} ${negated ? list(node.nodes.map(grouped), 'or') : textOf(node)}`;
      return `${negated ? 'neither' : 'either'} ${list(node.nodes.map(nested), negated ? 'nor' : 'or')}`;
    case 'and': {
      if (negated && isText(node)) return `without ${list(node.nodes.map(grouped), 'and')} together`;
      const all = list(node.nodes.map(nested), 'and');
      return negated ? `not ${all} together` : all;
    }
  }
}

function nested(node: Node): string {
  const said = clause(node, false);
  return (node.kind === 'or' || node.kind === 'and') && !isText(node) ? `(${said})` : said;
}

const kinds: Readonly<Record<string, string>> = {
  tools: 'tool calls',
  errors: 'errors of tools',
  thinking: 'thinking',
  code: 'code',
  attachments: 'attachments',
  branches: 'branches',
  tags: 'tags',
  note: 'a note',
};

const states: Readonly<Record<string, string>> = {
  starred: 'starred',
  trashed: 'in the trash',
  archived: 'archived',
  subagent: 'of a subagent',
  fork: 'forked from another',
  gone: 'kept here alone',
};

const textPlaces: Readonly<Record<string, string>> = {
  title: 'titles',
  text: 'text',
  code: 'code',
  tools: 'tool calls and their output',
  thinking: 'thinking',
  attachments: 'attachments',
  notes: 'notes',
};

const speakers: Readonly<Record<string, string>> = {
  user: 'the person',
  assistant: 'the assistant',
  system: 'the system',
  tool: 'a tool',
};

/** What `in:` or `role:` says beside words; `role:` alone asks for a message of the role. */
function placeClause({ field, values }: Filter, besideText: boolean): string {
  if (field === 'in') return `in ${named(values, textPlaces)}`;
  return `${besideText ? 'in messages of' : 'with messages of'} ${named(values, speakers)}`;
}

function filterClause(filter: Filter, negated: boolean): string {
  const { field, values } = filter;
  const not = negated ? 'not ' : '';
  const having = negated ? 'without' : 'with';
  switch (field) {
    case 'provider':
      return `${not}from ${list(
        texts(values).map((text) => providerNames[providerIds.find((id) => id === text) ?? 'generic']),
        'or',
      )}`;
    case 'model':
      return `${not}answered by ${written(values)}`;
    case 'role':
      return `${having} messages of ${named(values, speakers)}`;
    case 'in':
      return `${not}${placeClause(filter, true)}`;
    case 'has':
      return `${having} ${named(values, kinds)}`;
    case 'is':
      return `${not}${named(values, states)}`;
    case 'tag':
      return `${not}tagged ${written(values)}`;
    case 'project':
      return `${not}in the project ${written(values)}`;
    case 'title':
      return `${having} ${written(values)} in the title`;
    case 'tool':
      return `${having} calls of ${written(values)}`;
    case 'id':
      return `${having} an id that begins with ${written(values)}`;
    case 'since':
    case 'until':
    case 'on':
      return timeClause(field, values, negated);
    case 'words':
    case 'messages':
    case 'turns':
      return `${having} ${list(
        values.flatMap((value) => (value.kind === 'range' ? [amount(value, field)] : [])),
        'or',
      )}`;
    case 'import':
      return `${not}of ${list(
        texts(values).map((text) => (text === 'latest' ? 'the latest import' : `import ${text}`)),
        'or',
      )}`;
  }
}

function timeClause(field: 'since' | 'until' | 'on', values: readonly FilterValue[], negated: boolean): string {
  const said = list(
    values.flatMap((value) => (value.kind === 'time' ? [spokenSpan(field, value)] : [])),
    'or',
  );
  if (!negated) return said;
  if (field === 'on' || values.length > 1) return `not ${said}`;
  return said.replace(/^(?:since|until the end of|until)/, field === 'since' ? 'before' : 'after');
}

function texts(values: readonly FilterValue[]): readonly string[] {
  return values.flatMap((value) => (value.kind === 'text' ? [value.text] : []));
}

function named(values: readonly FilterValue[], names: Readonly<Record<string, string>>): string {
  return list(
    texts(values).map((text) => names[text] ?? text),
    'or',
  );
}

/** The values as they were written, in quotation marks; a beginning goes on with dots. */
function written(values: readonly FilterValue[]): string {
  const all = values.flatMap((value) => (value.kind === 'text' ? [`“${short(value.text)}${value.prefix ? '…' : ''}”`] : []));
  return list(all, 'or');
}

const number = new Intl.NumberFormat();

/** `>500` is kept as 501 and more: of round numbers the round one is told. */
function amount({ min, max }: Extract<FilterValue, { readonly kind: 'range' }>, of: string): string {
  const many = (value: number): string => `${number.format(value)} ${value === 1 ? of.slice(0, -1) : of}`;
  if (min !== null && max !== null)
    return min === max ? `exactly ${many(min)}` : `${number.format(min)} to ${number.format(max)} ${of}`;
  if (min !== null) return min > 1 && min % 10 === 1 ? `more than ${many(min - 1)}` : `at least ${many(min)}`;
  if (max === null) return of;
  return max % 10 === 9 ? `fewer than ${many(max + 1)}` : `at most ${many(max)}`;
}

function list(all: readonly string[], by: 'and' | 'or' | 'nor'): string {
  const told = all.length > most ? [...all.slice(0, most - 1), `${number.format(all.length - most + 1)} more`] : all;
  return told.length < 2 ? (told[0] ?? '') : `${told.slice(0, -1).join(', ')} ${by} ${told.at(-1) ?? ''}`;
}

function short(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  // Half a surrogate pair would be drawn as a box.
  return `${line.slice(0, longest).replace(/[\ud800-\udbff]$/, '')}…`;
}
