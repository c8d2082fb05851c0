import type { Json } from '../../../shared/model.ts';

/** Characters above which a text is not tried as JSON. */
const mostJson = 300_000;

/** The object or list that a text is; null for everything else. */
export function parsedJson(source: string): Json | null {
  const text = source.trim();
  if (text.length > mostJson || !/^(?:\{[^]*\}|\[[^]*\])$/.test(text)) return null;
  try {
    // What JSON.parse gives is JSON.
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

/** JSON for reading and copying. */
export function tidyJson(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** One line for a folded branch: its first fields or how many items it has. */
export function gist(value: Json, most = 80): string {
  if (value === null || typeof value !== 'object') return shortened(JSON.stringify(value), most);
  const inside = Array.isArray(value)
    ? value.slice(0, 8).map((item: Json) => scalar(item))
    : Object.entries(value)
        .slice(0, 8)
        .map(([name, item]) => `${name}: ${scalar(item)}`);
  return shortened(inside.join(', '), most);
}

function scalar(value: Json): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]';
  if (value !== null && typeof value === 'object') return Object.keys(value).length === 0 ? '{}' : '{…}';
  return shortened(JSON.stringify(value), 40);
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
