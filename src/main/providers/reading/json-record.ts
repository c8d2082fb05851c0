import type { ParsedIssue } from '../../../shared/parsed.ts';

export type JsonRecord =
  | { readonly text: string; readonly value: unknown }
  /** Not JSON: `text` as far as it could be decoded, and why. */
  | { readonly text: string; readonly error: string };

/** Decodes a record (UTF-8, BOM and trailing NULs dropped, broken sequences replaced) and parses it as one JSON value. Never throws. */
export function readJsonRecord(bytes: Uint8Array): JsonRecord {
  let text = '';
  try {
    text = decoder.decode(bytes);
    if (text.endsWith('\0')) text = text.replace(/\0+$/, '');
    const value: unknown = JSON.parse(text);
    return { text, value };
  } catch (error) {
    return { text, error: error instanceof Error ? error.message : String(error) };
  }
}

const decoder = new TextDecoder();

/** A value as the text to keep with an issue; empty when it is nested too deeply to be written. */
export function rawOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}

/** A record that gives no conversation. */
export function brokenConversation(code: string, message: string, raw: string, where = ''): ParsedIssue {
  return { code, message, where, raw, unit: 'conversation' };
}
