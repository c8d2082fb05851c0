import type { ArchiveClient, ConversationDetail, Outline, SearchPage, SearchRow } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import type { Message, OutlineRow } from '../../shared/model.ts';
import { rowsOf } from '../../shared/outline.ts';
import type { RequestInput, SortOrder } from '../../shared/requests.ts';

/** Reading through the contract, page by page: nothing is ever held whole. */

/** Conversations per page, messages per window; the most that the contract gives at once. */
const page = 500;
const window = 200;

export interface Found {
  readonly query: string;
  readonly sort: SortOrder;
  readonly reverse: boolean;
  /** 0: all. */
  readonly limit: number;
}

/** What a query finds, in order. `problem` is told of each place in the query that does not parse as meant. */
export async function* findRows(
  client: ArchiveClient,
  { query, sort, reverse, limit }: Found,
  signal: AbortSignal,
  problem: (message: string) => void,
): AsyncGenerator<SearchRow, void, undefined> {
  let left = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  let cursor: string | null = null;
  let first = true;
  while (left > 0) {
    const input = { query, sort, reverse, limit: Math.min(page, left), passages: 0 };
    const found = await wholePage(client, cursor === null ? input : { ...input, cursor }, signal);
    if (first) for (const one of found.problems) problem(`In the query, at “${query.slice(one.from, one.to)}”: ${one.message}`);
    first = false;
    yield* found.rows;
    left -= found.rows.length;
    cursor = found.cursor;
    if (cursor === null) return;
  }
}

/** Asks until everything that the query needs is read. */
async function wholePage(client: ArchiveClient, input: RequestInput<'search'>, signal: AbortSignal): Promise<SearchPage> {
  for (;;) {
    const found = await client.search(input, signal);
    if (found.reading === null) return found;
  }
}

/**
 * Ids given whole, native or by a unique beginning, as whole ids. One that finds nothing stays as it is, and finds nothing.
 * @throws ArchiveError BadInput for an ambiguous one, naming the candidates
 */
export async function wholeIds(
  client: ArchiveClient,
  ids: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<{ readonly id?: readonly string[] }> {
  if (ids === undefined) return {};
  const whole = ids.map(async (id) => {
    const detail = await client.conversation({ id }, signal).catch(nullWhenGone);
    return detail?.conversation.id ?? id;
  });
  return { id: await Promise.all(whole) };
}

export interface Opened {
  readonly detail: ConversationDetail;
  readonly outline: Outline;
  /** The messages that were picked, in order. Read once. */
  readonly messages: AsyncGenerator<Message, void, undefined>;
}

/** Chooses the messages to be read, by index and in order. */
export type Pick = (detail: ConversationDetail, rows: readonly OutlineRow[]) => readonly number[];

/** Conversations that are being read ahead. */
const ahead = 4;

/** What a query finds, each opened to be read, some ahead of the one that is being used. */
export async function* openFound(
  client: ArchiveClient,
  found: Found,
  pick: Pick,
  signal: AbortSignal,
  problem: (message: string) => void,
): AsyncGenerator<Opened, void, undefined> {
  const opening: Promise<Opened | null>[] = [];
  for await (const { id } of findRows(client, found, signal, problem)) {
    const next = openConversation(client, id, pick, signal);
    // When the reader stops before its turn comes, its failure is nobody's.
    next.catch(() => {});
    opening.push(next);
    if (opening.length < ahead) continue;
    const opened = await opening.shift();
    if (opened !== null && opened !== undefined) yield opened;
  }
  for (const one of opening) {
    const opened = await one;
    if (opened !== null) yield opened;
  }
}

/** A conversation to be read; null when it is no more. */
async function openConversation(client: ArchiveClient, id: string, pick: Pick, signal: AbortSignal): Promise<Opened | null> {
  const asked = Promise.all([client.conversation({ id }, signal), client.outline({ id }, signal)]);
  const found = await asked.catch(nullWhenGone);
  if (found === null) return null;
  const [detail, outline] = found;
  return { detail, outline, messages: readWindows(client, detail.conversation.id, pick(detail, rowsOf(outline)), signal) };
}

function nullWhenGone(error: unknown): null {
  if (error instanceof ArchiveError && error.code === 'NotFound') return null;
  throw error;
}

export function indexesOf(rows: readonly OutlineRow[], branches: 'active' | 'all'): readonly number[] {
  return rows.filter((row) => branches === 'all' || row.onActivePath).map((row) => row.index);
}

/** Begins to read at once, and goes on a window ahead. */
function readWindows(
  client: ArchiveClient,
  id: string,
  indexes: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<Message, void, undefined> {
  const read = (from: number): Promise<readonly Message[]> | null => {
    const wanted = indexes.slice(from, from + window);
    if (wanted.length === 0) return null;
    const reading = client.messages({ id, indexes: wanted }, signal).then((answer) => answer.messages);
    reading.catch(() => {});
    return reading;
  };
  const first = read(0);
  return (async function* () {
    let next = first;
    for (let from = 0; next !== null; from += window) {
      const current: readonly Message[] = await next;
      next = read(from + window);
      yield* current;
    }
  })();
}
