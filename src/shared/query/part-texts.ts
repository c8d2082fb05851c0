import type { Json, Part } from '../model.ts';
import type { Passage } from '../contract.ts';

/** Where in a message a text is looked for. */
export type TextPlace = Exclude<Passage['in'], 'title' | 'note'>;

export const textPlaces: readonly TextPlace[] = ['text', 'code', 'tools', 'thinking', 'attachments'];

export interface PartText {
  readonly in: TextPlace;
  readonly text: string;
  /** True when this is the part's own `text`, so that offsets in it are offsets there. */
  readonly own: boolean;
}

/** Everything of a part that can be found. */
export function partTexts(part: Part): readonly PartText[] {
  switch (part.type) {
    case 'text':
      return own('text', part.text);
    case 'thinking':
      return [...other('thinking', part.title), ...own('thinking', part.text)];
    case 'code':
      return own('code', part.text);
    case 'tool-call':
      return other('tools', [part.name, part.title, ...stringsIn(part.input)].filter(Boolean).join('\n'));
    case 'tool-result':
      return own('tools', part.text);
    case 'artifact':
      return [...other('text', part.title), ...own(part.kind.startsWith('code/') ? 'code' : 'text', part.text ?? '')];
    case 'image':
      return other('attachments', [part.name, part.alt].filter(Boolean).join('\n'));
    case 'file':
      return [...other('attachments', part.name), ...own('attachments', part.text ?? '')];
    case 'citation':
      return [...other('text', [part.title, part.url].filter(Boolean).join('\n')), ...own('text', part.text ?? '')];
    case 'unknown':
      return other('text', stringsIn(part.data).join('\n'));
  }
}

function own(place: TextPlace, text: string): readonly PartText[] {
  return text === '' ? [] : [{ in: place, text, own: true }];
}

function other(place: TextPlace, text: string | null | undefined): readonly PartText[] {
  return text === '' || text === null || text === undefined ? [] : [{ in: place, text, own: false }];
}

/** The texts and numbers of a JSON value, without the names of its keys. */
function stringsIn(value: Json): readonly string[] {
  const found: string[] = [];
  const waiting: Json[] = [value];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next === 'string') found.push(next);
    else if (typeof next === 'number') found.push(String(next));
    else if (isList(next)) for (let at = next.length - 1; at >= 0; at--) waiting.push(next[at] ?? null);
    else if (typeof next === 'object' && next !== null) waiting.push(...Object.values(next).toReversed());
  }
  return found;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
