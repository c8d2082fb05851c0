import type { Part } from './model.ts';

/**
 * What a person would read of a message: its texts, thinking, code, artifacts and tool results, a blank line between them. Not the
 * input of tool calls, nor what lies behind an image or a file; those are in the parts.
 */
export function readableText(parts: readonly Part[]): string {
  if (parts.length === 1 && parts[0] !== undefined) return textOfPart(parts[0]);
  let text = '';
  for (const part of parts) {
    const piece = textOfPart(part);
    if (piece !== '') text = text === '' ? piece : `${text}\n\n${piece}`;
  }
  return text;
}

/** Words of a message: those of its readable text. */
export function messageWords(parts: readonly Part[]): number {
  let words = 0;
  for (const part of parts) words += countWords(textOfPart(part));
  return words;
}

function textOfPart(part: Part): string {
  switch (part.type) {
    case 'text':
    case 'thinking':
    case 'code':
    case 'tool-result':
      return part.text;
    case 'artifact':
      return part.text ?? '';
    case 'tool-call':
    case 'image':
    case 'file':
    case 'citation':
    case 'unknown':
      return '';
  }
}

/** Words are separated by white space; Chinese, Japanese and Korean count one per character. */
export function countWords(text: string): number {
  let words = 0;
  let before = 1;
  // Plain ASCII, which most text is, needs nothing else, and bytes are read four times faster than characters.
  for (let from = 0; from < text.length; from += scratch.length) {
    const piece = text.length <= scratch.length ? text : text.slice(from, from + scratch.length);
    const { read, written } = encoder.encodeInto(piece, scratch);
    if (written !== read || read < piece.length) return countAllWords(text);
    for (let i = 0; i < written; i++) {
      const space = asciiSpace[scratch[i] ?? 0] ?? 0;
      words += before & ~space;
      before = space;
    }
  }
  return words;
}

const encoder = new TextEncoder();
const scratch = new Uint8Array(65_536);
const asciiSpace = Uint8Array.from({ length: 128 }, (_, unit) => (isSpace(unit) ? 1 : 0));

function countAllWords(text: string): number {
  let words = 0;
  // A run between white space and CJK characters counts one; next to CJK only if it holds more than punctuation.
  let inRun = false;
  let runSays = false;
  let besideCjk = false;
  const endRun = (): void => {
    if (inRun && (runSays || !besideCjk)) words++;
    inRun = false;
    runSays = false;
  };
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x2e80 && !isSpace(unit)) {
      inRun = true;
      runSays ||= isAsciiAlphanumeric(unit) || (unit >= 0xaa && unit < 0x2000);
    } else if (isSpace(unit)) {
      endRun();
      besideCjk = false;
    } else {
      const point = text.codePointAt(i) ?? unit;
      if (point > 0xffff) i++;
      if (isCjk(point)) {
        besideCjk = true;
        endRun();
        words++;
      } else {
        inRun = true;
        runSays ||= !isCjkPunctuation(point);
      }
    }
  }
  endRun();
  return words;
}

function isSpace(unit: number): boolean {
  if (unit > 32 && unit < 0x85) return false;
  return (
    unit === 32 ||
    (unit >= 9 && unit <= 13) ||
    unit === 0x85 ||
    unit === 0xa0 ||
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000 ||
    unit === 0xfeff
  );
}

function isAsciiAlphanumeric(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
}

function isCjkPunctuation(point: number): boolean {
  return (point >= 0x3001 && point <= 0x3020) || (point >= 0xff01 && point <= 0xff0f) || (point >= 0xff1a && point <= 0xff20);
}

function isCjk(point: number): boolean {
  return (
    (point >= 0x3040 && point <= 0x30ff && point !== 0x30fb) ||
    (point >= 0x3400 && point <= 0x4dbf) ||
    (point >= 0x4e00 && point <= 0x9fff) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xff66 && point <= 0xff9f) ||
    (point >= 0x3005 && point <= 0x3007) ||
    (point >= 0x31f0 && point <= 0x31ff) ||
    (point >= 0x3105 && point <= 0x312f) ||
    (point >= 0x20000 && point <= 0x3ffff)
  );
}
