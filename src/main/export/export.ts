import { setImmediate } from 'node:timers/promises';
import type { ConversationDetail } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { markdownWriter } from '../../shared/markdown.ts';
import type { Attachment, Message } from '../../shared/model.ts';
import type { exportFormats } from '../../shared/requests.ts';
import type { Transform } from '../../shared/transforms/index.ts';
import { jsonWriter, messageRows } from './json.ts';
import { attachmentName, createNames } from './names.ts';
import type { Sink } from './sink.ts';

export type ExportFormat = (typeof exportFormats)[number];

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly transforms: readonly Transform[];
  readonly branches: 'active' | 'all';
  /** Fields of messages, for json and jsonl; null: whole conversations. */
  readonly fields: readonly string[] | null;
}

/** One conversation, to be read through once. */
export interface Exported {
  readonly detail: ConversationDetail;
  /** Indexes of the messages of the branch that is written in place of the active one. */
  readonly through?: ReadonlySet<number> | null;
  /** In order of index. */
  readonly messages: Iterable<Message> | AsyncIterable<Message>;
}

export interface ExportSource {
  /** How many there will be, or null while that is unknown. */
  readonly total: number | null;
  /** In the order in which they are written. */
  readonly conversations: Iterable<Exported> | AsyncIterable<Exported>;
  /** Where the bytes lie on this machine; null: not in the archive. */
  readonly blobPath: (hash: string) => string | null;
}

export interface ExportProgress {
  /** Conversations. */
  readonly done: number;
  readonly total: number | null;
  /** Conversations per second. */
  readonly rate: number | null;
  readonly remainingMs: number | null;
}

/** Milliseconds of work between two looks at what has arrived. */
const workMs = 20;

/** Turns one conversation into pieces of text. */
interface Writer {
  readonly head: () => string;
  readonly message: (message: Message) => string;
  readonly tail: () => string;
}

/**
 * Writes conversations to a sink: Markdown and JSON as a file for each with their attachments beside, JSONL as one file with a line for
 * each conversation (or message, when fields are named). Same conversations and options, same bytes. When it fails or is cancelled
 * nothing half-written stays.
 * @throws ArchiveError Cancelled
 */
export async function exportConversations(
  source: ExportSource,
  sink: Sink,
  options: ExportOptions,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (progress: ExportProgress) => void },
): Promise<{ readonly conversations: number }> {
  const names = createNames();
  const started = performance.now();
  const attachments = new Map<string, string>();
  let done = 0;
  // Reading and writing a folder never wait: without a pause neither a cancel could arrive nor progress leave.
  let paused = started;
  const pause = async (): Promise<void> => {
    if (performance.now() - paused > workMs) {
      await setImmediate();
      paused = performance.now();
    }
    if (signal.aborted) throw new ArchiveError('Cancelled', 'Cancelled.');
  };
  try {
    if (options.format === 'jsonl') await sink.begin('conversations.jsonl', null);
    for await (const exported of source.conversations) {
      await pause();
      const { conversation } = exported.detail;
      const time = conversation.updatedAt ?? conversation.createdAt;
      const linked = links(source, attachments);
      if (options.format !== 'jsonl') {
        await sink.begin(names.conversation(conversation, options.format === 'json' ? 'json' : 'md'), time);
      }
      for await (const chunk of documentChunks(exported, options, linked.hrefOf)) {
        await pause();
        await sink.write(chunk);
      }
      if (options.format !== 'jsonl') {
        await sink.end();
        for (const [name, path] of linked.added()) await sink.copy(name, path, time);
      }
      done++;
      onProgress({ done, total: source.total, ...pace(done, source.total, performance.now() - started) });
    }
    if (options.format === 'jsonl') {
      await sink.end();
      for (const [name, path] of attachments) await sink.copy(name, path, null);
    }
    await sink.finish();
    return { conversations: done };
  } catch (error) {
    await sink.abort();
    throw error;
  }
}

/** One conversation in a format, in pieces; each document ends with a line break. */
export async function* documentChunks(
  { detail, through = null, messages }: Exported,
  options: ExportOptions,
  hrefOf: (attachment: Attachment) => string | null,
): AsyncGenerator<string, void, undefined> {
  const { head, message, tail } = writerFor(detail, through, options, hrefOf);
  const beginning = head();
  if (beginning !== '') yield beginning;
  for await (const one of messages) {
    const chunk = message(one);
    if (chunk !== '') yield chunk;
  }
  const end = tail();
  if (end !== '') yield end;
}

function writerFor(
  detail: ConversationDetail,
  through: ReadonlySet<number> | null,
  options: ExportOptions,
  hrefOf: (attachment: Attachment) => string | null,
): Writer {
  if (options.format === 'markdown') return markdownWriter(detail, { ...options, through, hrefOf });
  if (options.format === 'jsonl' && options.fields !== null) {
    const row = messageRows(detail, options);
    const line = (message: Message): string => {
      const picked = row(message);
      return picked === null ? '' : `${JSON.stringify(picked)}\n`;
    };
    return { head: () => '', message: line, tail: () => '' };
  }
  const writer = jsonWriter(detail, { ...options, hrefOf }, options.format === 'json' ? '\n' : '');
  return { ...writer, tail: () => `${writer.tail()}\n` };
}

/** Names attachments as they are linked; `written` collects name → path, and each is added once per export. */
function links(
  source: ExportSource,
  written: Map<string, string>,
): { readonly hrefOf: (attachment: Attachment) => string | null; readonly added: () => readonly (readonly [string, string])[] } {
  const added: [string, string][] = [];
  return {
    hrefOf: (attachment) => {
      const { hash } = attachment;
      if (hash === null) return null;
      const name = attachmentName({ ...attachment, hash });
      if (written.has(name)) return name;
      const path = source.blobPath(hash);
      if (path === null) return null;
      written.set(name, path);
      added.push([name, path]);
      return name;
    },
    added: () => added,
  };
}

function pace(done: number, total: number | null, elapsedMs: number): Pick<ExportProgress, 'rate' | 'remainingMs'> {
  if (elapsedMs < 500) return { rate: null, remainingMs: null };
  const rate = (done / elapsedMs) * 1000;
  return { rate, remainingMs: total === null ? null : Math.max(0, ((total - done) / rate) * 1000) };
}
