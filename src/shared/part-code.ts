import type { Message, OutlineRow, Part, PartCode } from './model.ts';

/** The letter by which an outline knows a part; see `PartCode`. */
export function partCodeOf(part: Part): PartCode {
  switch (part.type) {
    case 'text':
      return part.source === undefined ? 't' : part.source === 'pasted' ? 'p' : part.source === 'injected' ? 'j' : 'm';
    case 'thinking':
      return 'h';
    case 'tool-call':
      return 'c';
    case 'tool-result':
      return part.outcome === 'error' ? 'e' : 'r';
    case 'code':
      return 'k';
    case 'image':
      return 'i';
    case 'file':
      return 'f';
    case 'artifact':
      return 'a';
    case 'citation':
      return 'q';
    case 'unknown':
      return 'u';
  }
}

export function partCodesOf(parts: readonly Part[]): string {
  let codes = '';
  for (const part of parts) codes += partCodeOf(part);
  return codes;
}

/** The row by which an outline knows a message. */
export function outlineRowOf(message: Message): OutlineRow {
  const { index, parent, role, origin, createdAt, words, onActivePath, hidden } = message;
  return { index, parent, role, origin, createdAt, words, onActivePath, hidden, parts: partCodesOf(message.parts) };
}
