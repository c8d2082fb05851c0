import { createHash, hash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { objectOf } from '../../shared/json.ts';
import { origins, roles, type Json, type Part, type ProviderId, type ToolCallPart } from '../../shared/model.ts';
import type { ParsedConversation, ParsedMessage } from '../../shared/parsed.ts';
import { partCodesOf } from '../../shared/part-code.ts';
import { messageWords } from '../../shared/readable.ts';
import { threadOf, turnsOf, type Thread } from '../../shared/thread.ts';
import { rootOf } from './identities.ts';
import { pack } from './pack.ts';
import {
  messageNumbers,
  messageFlag,
  type ConversationCounts,
  type PreparedConversation,
  type PreparedRaw,
  type RecordKind,
} from './prepared.ts';
import { placed, placedNumbers } from './slab.ts';
import { statedSize, statedUsage } from './stated-numbers.ts';

/** Bytes of parts in a block before compression; a larger message has a block to itself. See ADR 0001. */
export const blockBytes = 65_536;
/** Bytes of an original in a chunk before compression. */
export const chunkBytes = 4_194_304;

/**
 * Makes a parsed conversation ready to be written: order and active path, counts, compressed blocks, content hash. Pure and without SQL,
 * for parser threads.
 *
 * @param blobs what `putBlob` said of attachments whose bytes are in the archive already, by native id
 */
export function prepareConversation(
  parsed: ParsedConversation,
  provider: ProviderId,
  kind: RecordKind,
  blobs: ReadonlyMap<string, { readonly hash: string; readonly size: number }> = new Map(),
): PreparedConversation {
  const thread = threadOf(parsed.messages, parsed.activeLeaf, kind === 'log');
  const models = new Names();
  const ordered = Array.from(thread.order, (place) => parsed.messages[place])
    .filter((message) => message !== undefined)
    .map(withStatedUsage);
  const times = ordered.map((message) => message.createdAt).filter((time) => time !== null);
  const createdAt = parsed.createdAt ?? least(times);
  const updatedAt = parsed.updatedAt ?? greatest(times) ?? parsed.createdAt;
  const given = parsed.title === null ? '' : column(parsed.title.trim().slice(0, longestTitle));
  const tags = [...new Set((parsed.tags ?? []).map((tag) => column(tag.trim().slice(0, longestTag))))]
    .filter((tag) => tag !== '')
    .sort();
  const content = createHash('sha256');
  const attachments = distinctAttachments(parsed).map(({ nativeId, name, mime, size }) => ({
    nativeId: column(nativeId),
    name: name === null ? null : column(name),
    mime: mime === null ? null : column(mime),
    size: statedSize(size),
    blob: blobs.get(nativeId) ?? null,
  }));
  content.update(
    JSON.stringify([
      provider,
      parsed.nativeId,
      given,
      createdAt,
      updatedAt,
      parsed.project,
      parsed.cwd,
      parsed.gitBranch,
      parsed.archived,
      parsed.parent,
      // Only where there is something, so that what was read before these were known stays the same.
      ...(tags.length > 0 || parsed.starred === true ? [{ starred: parsed.starred === true, tags }] : []),
      attachments
        .map(({ nativeId, name, mime, size }) => JSON.stringify([nativeId, name, mime, size]))
        .sort((a, b) => (a < b ? -1 : 1)),
    ]),
  );

  const blocks = new Blocks(content);
  let heads = '';
  const width = messageNumbers.length;
  const numbers = placedNumbers(ordered.length * width);
  const nativeIds: string[] = [];
  const authors: (string | null)[] = [];
  const partCodes: string[] = [];
  ordered.forEach((message, index) => {
    const model = message.model ?? (message.role === 'assistant' ? parsed.model : null);
    const active = thread.active[index] === 1;
    const parent = thread.parents[index] ?? -1;
    const head = messageHead(message, parent === -1 ? null : (ordered[parent]?.nativeId ?? null), model);
    const json = JSON.stringify(message.parts);
    const place = blocks.add(json, message.parts.some(hasFreeKeys) ? JSON.stringify(message.parts.map(canonicalPart)) : json);
    // The length keeps what belongs to one message apart from the next.
    heads += `${active ? '+' : '-'}${place.hashed}${head}`;
    nativeIds.push(column(message.nativeId));
    authors.push(message.author === null ? null : column(message.author));
    partCodes.push(partCodesOf(message.parts));
    numbers.set(
      [
        parent,
        roles.indexOf(message.role),
        origins.indexOf(message.origin),
        model === null ? 0 : models.place(column(model)) + 1,
        message.createdAt ?? Number.NaN,
        messageWords(message.parts),
        (active ? messageFlag.active : 0) | (message.hidden ? messageFlag.hidden : 0),
        message.usage?.input ?? Number.NaN,
        message.usage?.output ?? Number.NaN,
        message.usage?.cacheRead ?? Number.NaN,
        message.usage?.cacheWrite ?? Number.NaN,
        messageHash(head, place.crc),
        place.block,
        place.offset,
        place.length,
        message.usage?.cost ?? Number.NaN,
      ],
      index * width,
    );
  });

  const packed = blocks.finish();
  content.update(heads);
  const counts = countsOf(ordered, thread, numbers);
  const tools = toolsOf(ordered);
  return {
    provider,
    nativeId: column(parsed.nativeId),
    root: rootOf(parsed.messages),
    contentHash: placed(content.digest()),
    title: given === '' ? madeTitle(ordered) : given,
    titleGiven: given !== '',
    createdAt,
    updatedAt,
    project: parsed.project === null ? null : column(parsed.project),
    cwd: parsed.cwd === null ? null : column(parsed.cwd),
    gitBranch: parsed.gitBranch === null ? null : column(parsed.gitBranch),
    archived: parsed.archived,
    starred: parsed.starred === true,
    tags,
    parent: parsed.parent === null ? null : { ...parsed.parent, nativeId: column(parsed.parent.nativeId) },
    counts,
    models: models.counted(),
    tools,
    messages: { nativeIds, authors, partCodes, numbers },
    blocks: packed,
    attachments,
    familyKeys: parsed.familyKeys.map(column),
    piece: parsed.piece === true,
  };
}

/** Hashes and compresses an original. */
export function prepareRaw(bytes: Uint8Array): PreparedRaw {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let from = 0; from < bytes.length || from === 0; from += chunkBytes)
    chunks.push(pack(bytes.subarray(from, from + chunkBytes)));
  return { hash: placed(hash('sha256', bytes, 'buffer')), bytes: bytes.length, chunks };
}

/** What decides between two versions of a conversation in exports. */
export interface Rank {
  readonly updatedAt: number | null;
  readonly messages: number;
  readonly contentHash: Uint8Array;
}

/** Positive when `a` is the greater version: later, then longer, then by hash. 0 only for the same content. */
export function compareRanks(a: Rank, b: Rank): number {
  return (a.updatedAt ?? -1) - (b.updatedAt ?? -1) || a.messages - b.messages || Buffer.compare(a.contentHash, b.contentHash);
}

/** Text as a column holds it: whole code points, and no NUL, at which SQL functions would stop. */
function column(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

function withStatedUsage(message: ParsedMessage): ParsedMessage {
  const usage = statedUsage(message.usage);
  return usage === message.usage ? message : { ...message, usage };
}

function messageHead(message: ParsedMessage, parent: string | null, model: string | null): string {
  const { nativeId, role, origin, author, createdAt, hidden, usage } = message;
  const tokens = usage === null ? null : [usage.input, usage.output, usage.cacheRead, usage.cacheWrite];
  if (tokens !== null && usage?.cost !== undefined) tokens.push(usage.cost);
  return JSON.stringify([nativeId, parent, role, origin, author, model, createdAt, hidden, tokens]);
}

/** 53 bits, what a number holds exactly: enough to tell whether a message changed, where the content hash has said that something did. */
function messageHash(head: string, bodyCrc: number): number {
  return crc32(head, bodyCrc) * 2 ** 21 + (bodyCrc >>> 11);
}

/** True for parts with JSON of the source's own, whose keys come in any order. */
function hasFreeKeys(part: Part): boolean {
  return part.type === 'tool-call' || part.type === 'unknown' || (part.type === 'tool-result' && part.details !== undefined);
}

function canonicalPart(part: Part): Part {
  if (part.type === 'tool-call') return { ...part, input: canonical(part.input) };
  if (part.type === 'unknown') return { ...part, data: canonical(part.data) };
  if (part.type === 'tool-result' && part.details !== undefined) return { ...part, details: canonical(part.details) };
  return part;
}

/** The same JSON with the keys of every object in order. */
function canonical(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(canonical);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function distinctAttachments(parsed: ParsedConversation): ParsedConversation['attachments'] {
  const seen = new Set<string>();
  return parsed.attachments.filter(({ nativeId }) => !seen.has(nativeId) && seen.add(nativeId));
}

function countsOf(ordered: readonly ParsedMessage[], thread: Thread, numbers: Float64Array): ConversationCounts {
  const width = messageNumbers.length;
  const wordsAt = messageNumbers.indexOf('words');
  let words = 0;
  let userMessages = 0;
  let assistantMessages = 0;
  let toolCalls = 0;
  let toolErrors = 0;
  let thinkingParts = 0;
  let codeParts = 0;
  let inputTokens = 0;
  let outputTokens = 0;
  let cost: number | null = null;
  const path: ParsedMessage[] = [];
  ordered.forEach((message, index) => {
    words += numbers[index * width + wordsAt] ?? 0;
    if (message.role === 'user' && message.origin === 'person') userMessages++;
    if (message.role === 'assistant') assistantMessages++;
    if (thread.active[index] === 1) path.push(message);
    inputTokens += message.usage?.input ?? 0;
    outputTokens += message.usage?.output ?? 0;
    if (message.usage?.cost !== undefined) cost = (cost ?? 0) + message.usage.cost;
    for (const part of message.parts) {
      if (part.type === 'tool-call') toolCalls++;
      else if (part.type === 'tool-result' && part.outcome === 'error') toolErrors++;
      else if (part.type === 'thinking') thinkingParts++;
      else if (part.type === 'code') codeParts++;
    }
  });
  return {
    messages: ordered.length,
    userMessages,
    assistantMessages,
    words,
    turns: turnsOf(path).length,
    branches: thread.branches,
    toolCalls,
    toolErrors,
    thinkingParts,
    codeParts,
    inputTokens,
    outputTokens,
    cost: cost === null ? null : Math.round(cost * dollarParts) / dollarParts,
  };
}

function toolsOf(ordered: readonly ParsedMessage[]): { name: string; calls: number; errors: number }[] {
  const names = new Map<string, string>();
  const tools = new Map<string, { name: string; calls: number; errors: number }>();
  const toolNamed = (name: string): { calls: number; errors: number } => {
    const known = tools.get(name);
    if (known !== undefined) return known;
    const tool = { name, calls: 0, errors: 0 };
    tools.set(name, tool);
    return tool;
  };
  for (const message of ordered) {
    for (const part of message.parts) {
      if (part.type === 'tool-call') {
        const name = column(part.name);
        names.set(part.callId, name);
        toolNamed(name).calls++;
      } else if (part.type === 'tool-result' && part.outcome === 'error') {
        const name = names.get(part.callId) ?? part.name;
        if (name !== undefined) toolNamed(column(name)).errors++;
      }
    }
  }
  return [...tools.values()];
}

/** A sum of dollars is given in billionths, below which are the errors of adding. */
const dollarParts = 1e9;
/** UTF-16 units of a tag of the provider. */
const longestTag = 200;
/** UTF-16 units of a given title that are kept beside the original. */
const longestTitle = 2000;
/** Characters of a title that is made. */
const titleLength = 80;

function madeTitle(ordered: readonly ParsedMessage[]): string {
  for (const wanted of [isPerson, isSaid]) {
    for (const message of ordered) {
      if (!wanted(message)) continue;
      for (const part of message.parts) {
        if (part.type !== 'text' || part.source === 'injected') continue;
        const line = lineOf(part.text);
        if (line !== '') return shortened(line);
      }
    }
  }
  // Nobody says anything: what is done first, as a cut log or a subagent may begin.
  for (const { parts, hidden } of ordered) {
    for (const part of hidden ? [] : parts) {
      const line = part.type === 'tool-call' ? lineOf(doingOf(part)) : part.type === 'thinking' ? lineOf(part.text) : '';
      if (line !== '') return shortened(line);
    }
  }
  return 'Untitled';
}

function lineOf(text: string): string {
  return column(text.slice(0, 2000)).replaceAll(/\s+/g, ' ').trim();
}

/** A call in words: `Bash: cargo test`. */
function doingOf({ name, title, input }: ToolCallPart): string {
  const texts = typeof input === 'string' ? [input] : Object.values(objectOf(input));
  const said = title ?? texts.find((value) => typeof value === 'string' && value !== '');
  return typeof said === 'string' ? `${name}: ${said}` : name;
}

function isPerson(message: ParsedMessage): boolean {
  return message.origin === 'person' && !message.hidden;
}

function isSaid(message: ParsedMessage): boolean {
  return (message.origin === 'person' || message.origin === 'assistant') && !message.hidden;
}

function shortened(line: string): string {
  const points = Array.from(line);
  if (points.length <= titleLength) return line;
  const cut = points.slice(0, titleLength - 1).join('');
  const space = cut.lastIndexOf(' ');
  return `${(space > titleLength / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

function least(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b));
}

function greatest(times: readonly number[]): number | null {
  return times.length === 0 ? null : times.reduce((a, b) => Math.max(a, b));
}

class Names {
  readonly #places = new Map<string, number>();
  readonly #uses: number[] = [];

  place(name: string): number {
    let place = this.#places.get(name);
    if (place === undefined) {
      place = this.#uses.length;
      this.#places.set(name, place);
      this.#uses.push(0);
    }
    this.#uses[place] = (this.#uses[place] ?? 0) + 1;
    return place;
  }

  counted(): { name: string; messages: number }[] {
    return Array.from(this.#places, ([name, place]) => ({ name, messages: this.#uses[place] ?? 0 }));
  }
}

interface BlockPlace {
  readonly block: number;
  readonly offset: number;
  readonly length: number;
  /** Length and CRC of what was hashed. */
  readonly hashed: number;
  readonly crc: number;
}

/** The open block of every conversation, one after the other: a buffer for each message would be work for the collector. */
let open = Buffer.allocUnsafe(blockBytes * 4);

/** Collects the parts of messages in blocks, and gives them to the hash: a stretch of messages at a time, not each. */
class Blocks {
  readonly #packed: Uint8Array<ArrayBuffer>[] = [];
  readonly #content: Hash;
  #bytes = 0;
  #hashedTo = 0;

  constructor(content: Hash) {
    this.#content = content;
  }

  /** @param canonical what is hashed instead of `json`, when it is not the same */
  add(json: string, canonical: string): BlockPlace {
    const length = this.#write(json);
    if (this.#bytes > 0 && this.#bytes + length > blockBytes) {
      const from = this.#bytes;
      this.#close();
      open.copyWithin(0, from, from + length);
    }
    const offset = this.#bytes;
    this.#bytes += length;
    const place = { block: this.#packed.length, offset, length };
    if (canonical === json) return { ...place, hashed: length, crc: crc32(open.subarray(offset, this.#bytes)) };
    this.#hash(offset);
    this.#hashedTo = this.#bytes;
    const body = Buffer.from(canonical);
    this.#content.update(body);
    return { ...place, hashed: body.length, crc: crc32(body) };
  }

  finish(): readonly Uint8Array<ArrayBuffer>[] {
    if (this.#bytes > 0) this.#close();
    // One large message must not be paid for until the end.
    if (open.length > blockBytes * 64) open = Buffer.allocUnsafe(blockBytes * 4);
    return this.#packed;
  }

  /** Writes behind what is there. Three bytes are the most that a UTF-16 unit becomes. */
  #write(json: string): number {
    const most = this.#bytes + json.length * 3;
    if (most > open.length) {
      const larger = Buffer.allocUnsafe(most);
      open.copy(larger, 0, 0, this.#bytes);
      open = larger;
    }
    return open.write(json, this.#bytes);
  }

  #hash(to: number): void {
    if (to > this.#hashedTo) this.#content.update(open.subarray(this.#hashedTo, to));
  }

  #close(): void {
    this.#hash(this.#bytes);
    this.#hashedTo = 0;
    this.#packed.push(pack(open.subarray(0, this.#bytes)));
    this.#bytes = 0;
  }
}
