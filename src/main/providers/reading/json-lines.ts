import type { ParsedIssue } from '../../../shared/parsed.ts';
import { parsedText } from './json-text.ts';

/** Receives the lines of a log in order; `line` counts from 1. */
export interface LineSink {
  readonly value: (value: unknown, line: number) => void;
  readonly broken: (issue: ParsedIssue) => void;
}

/** A line above this many bytes is not decoded: one record of a log is never that large, and a string of it would be. */
const LONGEST_LINE = 64 * 1024 * 1024;
/** Of a line that is too long to decode, what an issue shows; the whole record is kept beside it. */
const SHOWN = 10_000;

/**
 * Reads newline-delimited JSON line by line over the bytes, never as one string. A line that is not JSON becomes an issue with its raw
 * text; empty lines and the NULs a power loss leaves are passed over; several JSON values on one line are read one after the other.
 */
export function readJsonLines(bytes: Uint8Array, sink: LineSink): void {
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    line++;
    readLine(bytes, start, end, line, sink);
    start = end + 1;
  }
}

const NEWLINE = 0x0a;
const decoder = new TextDecoder();

function readLine(bytes: Uint8Array, start: number, end: number, line: number, sink: LineSink): void {
  let from = start;
  let to = end;
  while (from < to && isBlank(bytes[from])) from++;
  while (to > from && isBlank(bytes[to - 1])) to--;
  if (from === to) return;
  const where = `line ${line}`;
  if (to - from > LONGEST_LINE) {
    const raw = decoder.decode(bytes.subarray(from, from + SHOWN));
    const message = `Line ${line} is ${Math.round((to - from) / 1_000_000)} MB long and was not read; what it holds is missing here.`;
    sink.broken({ code: 'line-too-long', message, where, raw, unit: 'message' });
    return;
  }
  const text = decoder.decode(bytes.subarray(from, to));
  const value = parsedText(text);
  if (value !== undefined) {
    sink.value(value, line);
    return;
  }
  const rest = readConcatenated(text, line, sink);
  if (rest === '') return;
  const last = isBlankFrom(bytes, end);
  const message = last
    ? `The file ends in the middle of line ${line}: it was cut off, or was being written while it was read.`
    : `Line ${line} is not JSON, so what it held cannot be shown.`;
  sink.broken({ code: last ? 'cut-off' : 'bad-line', message, where, raw: rest, unit: 'message' });
}

/** Space, tab, carriage return, NUL. */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0d || byte === 0x09 || byte === 0;
}

function isBlankFrom(bytes: Uint8Array, start: number): boolean {
  for (let i = start; i < bytes.length; i++) if (bytes[i] !== NEWLINE && !isBlank(bytes[i])) return false;
  return true;
}

/** Where several writers shared a file, a newline can be missing; more than this many guesses are not worth their time. */
const GUESSES = 50;

/** Gives the sink the values at the start of the text; returns what is left and is not JSON. */
function readConcatenated(text: string, line: number, sink: LineSink): string {
  let start = 0;
  let guesses = 0;
  for (let seam = text.indexOf('}{', start); seam !== -1 && guesses < GUESSES; seam = text.indexOf('}{', seam + 1)) {
    guesses++;
    const value = parsedText(text.slice(start, seam + 1));
    if (value === undefined) continue;
    sink.value(value, line);
    start = seam + 1;
  }
  if (start === 0) return text;
  const rest = text.slice(start);
  const value = parsedText(rest);
  if (value === undefined) return rest;
  sink.value(value, line);
  return '';
}
