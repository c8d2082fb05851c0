import { isObject, objectOf, stringOf, textOf } from '../../../shared/json.ts';

/** A text, Markdown in an object, or pieces of these. */
export function markdownOf(value: unknown): string {
  const pieces: readonly unknown[] = Array.isArray(value) ? value : [value];
  return pieces.map((piece) => (typeof piece === 'string' ? piece : (stringOf(objectOf(piece)['value']) ?? ''))).join('');
}

/** An address in any of the forms in which it was serialised (also of a place in a file), or null. */
export function uriOf(value: unknown): string | null {
  const inner = isObject(value) && value['uri'] !== undefined ? value['uri'] : value;
  if (typeof inner === 'string') return inner === '' ? null : inner;
  const fields = objectOf(inner);
  const external = textOf(fields['external']);
  if (external !== null) return external;
  const path = textOf(fields['path']);
  if (path === null) return textOf(fields['fsPath']);
  const scheme = textOf(fields['scheme']);
  return scheme === null || scheme === 'file' ? `file://${path}` : `${scheme}://${textOf(fields['authority']) ?? ''}${path}`;
}

/** The path of a file's address; other addresses as they are. */
export function pathOf(uri: string): string {
  if (!uri.startsWith('file://')) return uri;
  const path = (uri.slice('file://'.length).split(/[?#]/, 1)[0] ?? '').replace(/^\/([a-z]:)/i, '$1');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export function baseName(uri: string): string {
  const path = pathOf(uri).replace(/[?#].*$/, '');
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1) || path;
}

/** What a tool says of itself, on one line: links are called by what they lead to, and no marks of Markdown stand around names. */
export function spoken(value: unknown): string {
  return markdownOf(value)
    .slice(0, 1000)
    .replaceAll(/\[([^\][]{0,200})\]\(([^()\s]{1,500})\)/g, (_, name: string, uri: string) => name || baseName(uri))
    .replaceAll(/\s+/g, ' ')
    .trim();
}
