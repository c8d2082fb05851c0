import { ArchiveError, errorCodes, type ErrorCode } from '../errors.ts';

/**
 * The frames of the protocol: a header and, after a line break, a body of JSON that whoever passes the frame on need not read.
 * Ids are chosen by the calling side and never used twice on one port.
 */
export type Frame =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly body: string }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'answer'; readonly id: number; readonly body: string }
  | { readonly type: 'failure'; readonly id: number; readonly body: string }
  | { readonly type: 'event'; readonly name: string; readonly body: string };

/** A frame as text. JSON never holds a bare line break, so the first one ends the header. */
export function encode(frame: Frame): string {
  if (frame.type === 'call') return `call ${frame.id} ${frame.name}\n${frame.body}`;
  if (frame.type === 'event') return `event ${frame.name}\n${frame.body}`;
  return `${frame.type} ${frame.id}\n${frame.type === 'cancel' ? '' : frame.body}`;
}

const header = /^(?:(call) (\d{1,15}) (\w{1,64})|(cancel|answer|failure) (\d{1,15})|(event) (\w{1,64}))$/;

/** The frame in a text, or null when it is none of this protocol. */
export function decode(text: string): Frame | null {
  const end = text.indexOf('\n');
  if (end < 0 || end > 200) return null;
  const match = header.exec(text.slice(0, end));
  if (match === null) return null;
  const body = text.slice(end + 1);
  const [, call, callId, callName, reply, replyId, , eventName] = match;
  if (call !== undefined && callName !== undefined) return { type: 'call', id: Number(callId), name: callName, body };
  if (eventName !== undefined) return { type: 'event', name: eventName, body };
  const id = Number(replyId);
  if (reply === 'cancel') return { type: 'cancel', id };
  return reply === 'answer' ? { type: 'answer', id, body } : { type: 'failure', id, body };
}

/** A failure as it travels. `data` that JSON cannot carry is left behind. */
export function encodeError(error: ArchiveError): string {
  try {
    return JSON.stringify({ code: error.code, message: error.message, data: error.data ?? null });
  } catch {
    return JSON.stringify({ code: error.code, message: error.message, data: null });
  }
}

function isErrorCode(code: unknown): code is ErrorCode {
  return errorCodes.some((known) => known === code);
}

/** The same class on the calling side; anything unreadable is `Internal`. */
export function decodeError(body: string): ArchiveError {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && 'code' in value && 'message' in value && isErrorCode(value.code)) {
      return new ArchiveError(value.code, String(value.message), 'data' in value ? value.data : null);
    }
  } catch {
    // Falls through to the sentence below.
  }
  return new ArchiveError('Internal', 'The answer could not be read.');
}
