import type { Part, Role } from '../../../shared/model.ts';

/**
 * What a query means, written down a second time and as plainly as can be, to hold the search against: every text is looked through, and nothing
 * here is shared with the index, the parser of queries or the scanner of terms.
 */

export type Place = 'title' | 'text' | 'code' | 'tools' | 'thinking' | 'attachments';

export interface OracleMessage {
  readonly role: Role;
  readonly parts: readonly Part[];
}

export interface OracleConversation {
  readonly title: string;
  readonly messages: readonly OracleMessage[];
}

/** A query as it was meant, before anybody wrote it down. */
export type Meaning =
  | { readonly is: 'word'; readonly text: string; readonly prefix: boolean }
  | { readonly is: 'phrase'; readonly text: string }
  | { readonly is: 'title'; readonly text: string; readonly prefix: boolean }
  | { readonly is: 'has'; readonly what: Has }
  | { readonly is: 'words' | 'messages'; readonly min: number | null; readonly max: number | null }
  | { readonly is: 'not'; readonly of: Meaning }
  | { readonly is: 'all' | 'any'; readonly of: readonly Meaning[] };

export const oracleHas = ['tools', 'errors', 'thinking', 'code', 'attachments', 'branches'] as const;
type Has = (typeof oracleHas)[number];

/** Where words count; null: everywhere. */
export interface Within {
  readonly role: Role | null;
  readonly places: readonly Place[] | null;
}

interface Token {
  readonly word: string;
  /** `++` or `#` directly behind it. */
  readonly mark: string;
  /** What stands between the token before and this one. */
  readonly gap: string;
  /** Further words that it is found by: the parts of a word in camelCase. */
  readonly also: readonly string[];
}

/** A text of one place, message or title. */
interface Text {
  readonly place: Place;
  readonly role: Role | null;
  /** Its place among the messages; -1 of a title. */
  readonly message: number;
  readonly tokens: readonly Token[];
}

export interface Prepared {
  readonly texts: readonly Text[];
  readonly roles: ReadonlySet<Role>;
  readonly has: ReadonlySet<Has>;
  readonly words: number;
  readonly messages: number;
}

/** @param branches whether a message has two answers */
export function prepared({ title, messages }: OracleConversation, branches: boolean): Prepared {
  const texts: Text[] = [{ place: 'title', role: null, message: -1, tokens: tokensOf(title) }];
  const has = new Set<Has>();
  let words = 0;
  for (const [message, { role, parts }] of messages.entries()) {
    const byPlace = new Map<Place, string[]>();
    const add = (place: Place, text: string): void => void byPlace.set(place, [...(byPlace.get(place) ?? []), text]);
    for (const part of parts) {
      switch (part.type) {
        case 'text':
          add('text', part.text);
          break;
        case 'code':
          has.add('code');
          add('code', part.text);
          break;
        case 'thinking':
          has.add('thinking');
          add('thinking', part.text);
          break;
        case 'tool-call':
          has.add('tools');
          add('tools', part.name);
          if (typeof part.input === 'string') add('tools', part.input);
          break;
        case 'tool-result':
          if (part.outcome === 'error') has.add('errors');
          add('tools', part.text);
          break;
        case 'file':
          has.add('attachments');
          add('attachments', part.name ?? '');
          break;
        default:
          throw new Error(`The oracle knows no ${part.type}.`);
      }
      if ('text' in part) words += wordsIn(part.text ?? '');
    }
    for (const [place, of] of byPlace) texts.push({ place, role, message, tokens: tokensOf(of.join('\n')) });
  }
  if (branches) has.add('branches');
  return { texts, roles: new Set(messages.map(({ role }) => role)), has, words, messages: messages.length };
}

/**
 * Whether the conversation is to be found. `open`: the index may say either, because of a chain of three words or more (`/usr/local/bin`), or of a phrase with `notepad++` in it: of one
 * message it knows that the words stand in order and each pair that is joined stands somewhere, not that these are the same place; of a chain
 * that is still being written it knows the pairs alone.
 */
export type Verdict = 'yes' | 'no' | 'open';

export function isMeant(conversation: Prepared, meaning: Meaning, within: Within): Verdict {
  if (within.role !== null && !conversation.roles.has(within.role)) return 'no';
  return holds(conversation, meaning, within);
}

function holds(conversation: Prepared, meaning: Meaning, within: Within): Verdict {
  switch (meaning.is) {
    case 'word':
    case 'phrase': {
      const texts = conversation.texts.filter(
        ({ place, role }) =>
          (within.role === null || role === within.role) && (within.places === null || within.places.includes(place)),
      );
      return found(texts, tokensOf(meaning.text), meaning.is === 'word' && meaning.prefix);
    }
    case 'title':
      return found(
        conversation.texts.filter(({ place }) => place === 'title'),
        tokensOf(meaning.text),
        meaning.prefix,
      );
    case 'has':
      return conversation.has.has(meaning.what) ? 'yes' : 'no';
    case 'words':
    case 'messages': {
      const number = conversation[meaning.is];
      return (meaning.min === null || number >= meaning.min) && (meaning.max === null || number <= meaning.max) ? 'yes' : 'no';
    }
    case 'not':
      return opposite[holds(conversation, meaning.of, within)];
    case 'all': {
      const all = new Set(meaning.of.map((one) => holds(conversation, one, within)));
      return all.has('no') ? 'no' : all.has('open') ? 'open' : 'yes';
    }
    case 'any': {
      const any = new Set(meaning.of.map((one) => holds(conversation, one, within)));
      return any.has('yes') ? 'yes' : any.has('open') ? 'open' : 'no';
    }
  }
}

const opposite: Readonly<Record<Verdict, Verdict>> = { yes: 'no', no: 'yes', open: 'open' };

/** Signs that belong to what they stand in, when no more than three of them stand between two words. */
const joining = /^[_\-./:\\'@#+&]{0,3}$/;

function found(texts: readonly Text[], wanted: readonly Token[], prefix: boolean): Verdict {
  if (texts.some(({ tokens }) => stands(tokens, wanted, prefix))) return 'yes';
  const pairs = wanted.slice(1).flatMap((right, at) => (joining.test(right.gap) ? [[wanted[at] ?? right, right]] : []));
  // `notepad++` is such a pair too.
  const pieces = [...(wanted.length > 2 ? pairs : []), ...wanted.filter(({ mark }) => mark !== '').map((token) => [token])];
  if (wanted.length === 1 || pieces.length === 0) return 'no';
  const last = wanted.at(-1);
  const has = (of: readonly Text[]): boolean =>
    pieces.every((wants) => of.some(({ tokens }) => stands(tokens, wants, prefix && wants.at(-1) === last)));
  if (prefix) return has(texts) ? 'open' : 'no';
  const apart = wanted.map((token) => ({ ...token, gap: ' ', mark: '' }));
  const inOrder = texts.filter(({ tokens }) => stands(tokens, apart, false));
  return inOrder.some(({ message }) => has(texts.filter((text) => text.message === message))) ? 'open' : 'no';
}

/** Whether the words stand in the text one after the other, joined by the same signs where they are joined. */
function stands(tokens: readonly Token[], wanted: readonly Token[], prefix: boolean): boolean {
  return tokens.some((_, from) =>
    wanted.every((want, at) => {
      const token = tokens[from + at];
      if (token === undefined) return false;
      const mayGoOn = prefix && at === wanted.length - 1;
      const same = (word: string): boolean => (mayGoOn ? word.startsWith(want.word) : word === want.word);
      if (at > 0 && joining.test(want.gap) && token.gap !== want.gap) return false;
      if (want.mark !== '' && token.mark !== want.mark) return false;
      return same(token.word) || (wanted.length === 1 && want.mark === '' && token.also.some(same));
    }),
  );
}

const piece =
  /(?<alone>\p{Script=Han}|\p{Extended_Pictographic})|(?<run>(?:(?!\p{Script=Han})[\p{L}\p{N}])+)(?<mark>\+\+(?!\+)|#(?![\p{L}\p{N}]))?/gu;

function tokensOf(text: string): readonly Token[] {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ł', 'l').replaceAll('ß', 'ss');
  const tokens: Token[] = [];
  let end = 0;
  for (const { 0: whole, index, groups } of plain.matchAll(piece)) {
    const run = groups?.['alone'] ?? groups?.['run'] ?? '';
    const mark = groups?.['mark'] ?? '';
    // A letter with its mark is a word of its own: C++ is not C.
    const word = run.length === 1 ? whole : run;
    tokens.push({
      word: word.toLowerCase(),
      mark: run.length === 1 ? '' : mark,
      gap: plain.slice(end, index),
      also: humpsOf(run),
    });
    end = index + whole.length;
  }
  return tokens;
}

/** `getUserName` → get, user, name, getuser, username. */
function humpsOf(word: string): readonly string[] {
  const humps = word.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).map((hump) => hump.toLowerCase());
  if (humps.length === 1) return [];
  return [...humps, ...humps.slice(1).map((hump, at) => `${humps[at] ?? ''}${hump}`)];
}

/** Separated by white space; a Chinese character is a word. */
function wordsIn(text: string): number {
  let words = 0;
  for (const chunk of text.split(/\s+/)) {
    const characters = chunk.match(/\p{Script=Han}/gu)?.length ?? 0;
    const rest = chunk
      .split(/\p{Script=Han}+/u)
      .filter((run) => run !== '' && (characters === 0 || /[\p{L}\p{N}\p{So}]/u.test(run)));
    words += characters + rest.length;
  }
  return words;
}
