import { isObject } from '../../../shared/json.ts';
import type { Parsed, ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { DriftCounter } from '../reading/drift.ts';
import { brokenConversation, rawOf, readJsonRecord } from '../reading/json-record.ts';
import { MARKER, readCell } from './html-record.ts';
import { readActivity, type Read } from './json-record.ts';
import { conversationsOf } from './said.ts';

/** Parses one activity: an element of the JSON, a cell of the page, or a whole file of either. Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const drift = new DriftCounter();
  const collected = new Collected(record.name);
  if (startsLikeHtml(record.bytes)) {
    const html = new TextDecoder().decode(record.bytes);
    for (const piece of piecesOf(html)) collected.take(readCell(piece, drift), () => piece);
  } else {
    const read = readJsonRecord(record.bytes);
    if ('error' in read) {
      const message = `This activity is neither JSON (${read.error.slice(0, 100)}) nor a cell of a page.`;
      collected.issues.push(brokenConversation('not-json', message, read.text));
    } else {
      const values: readonly unknown[] = Array.isArray(read.value) ? read.value : [read.value];
      for (const value of values) {
        collected.take(isObject(value) ? readActivity(value, drift) : null, () =>
          values.length === 1 ? read.text : rawOf(value),
        );
      }
    }
  }
  return { ...collected.parsed(), drift: drift.list() };
}

class Collected {
  readonly conversations: Parsed['conversations'][number][] = [];
  readonly issues: ParsedIssue[] = [];
  #ignored = 0;
  #reason: string | null = null;
  readonly #entry: string;

  constructor(entry: string) {
    this.#entry = entry;
  }

  take(read: Read | null, raw: () => string): void {
    if (read === null) {
      const message = 'This activity is of a kind that is not known, so it is not shown.';
      this.issues.push(brokenConversation('unknown-activity', message, raw()));
    } else if ('ignored' in read) {
      this.#ignored++;
      this.#reason ??= read.ignored;
    } else {
      const found = conversationsOf(read.said, this.#entry).filter((conversation) => conversation.messages.length > 0);
      if (found.length === 0) this.#ignored++;
      this.conversations.push(...found);
    }
  }

  parsed(): Omit<Parsed, 'drift'> {
    const { conversations, issues } = this;
    const ignored = { conversations: this.#ignored, messages: 0 };
    const nothing = conversations.length === 0 && issues.length === 0;
    return { conversations, issues, ignored, ...(nothing ? { reason: this.#reason ?? 'Nothing was said in it.' } : {}) };
  }
}

function startsLikeHtml(bytes: Uint8Array): boolean {
  for (const byte of bytes.subarray(0, 1024)) {
    if (byte > 0x20 && byte < 0x80) return byte === 0x3c;
  }
  return false;
}

/** The cells of a page; a piece is one already. */
function piecesOf(html: string): readonly string[] {
  const pieces: string[] = [];
  let start = html.indexOf(MARKER);
  if (start === -1) return [html];
  while (start !== -1) {
    const next = html.indexOf(MARKER, start + MARKER.length);
    pieces.push(html.slice(start, next === -1 ? html.length : next));
    start = next;
  }
  return pieces;
}
