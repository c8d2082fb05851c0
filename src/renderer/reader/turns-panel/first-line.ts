import type { Part } from '../../../shared/model.ts';
import { turns as text } from '../../messages/index.ts';

const longest = 200;

/** What a message of the person begins with: its own words before what was pasted into it, else what it is made of. */
export function firstLine(parts: readonly Part[]): string {
  const texts = parts.filter((part) => part.type === 'text');
  for (const part of texts)
    if (part.source !== 'pasted' && part.source !== 'injected') {
      const line = lineOf(part.text);
      if (line !== '') return line;
    }
  const pasted = texts.map((part) => lineOf(part.text)).find((line) => line !== '');
  if (pasted !== undefined) return `${text.pasted}: ${pasted}`.slice(0, longest);
  const named = parts.flatMap((part) => (part.type === 'file' && part.name !== null ? [part.name] : []));
  if (named.length > 0) return named.join(', ').slice(0, longest);
  const images = parts.filter(({ type }) => type === 'image').length;
  const files = parts.filter(({ type }) => type === 'file').length;
  return [images > 0 && text.images(images), files > 0 && text.files(files)].filter(Boolean).join(', ') || text.wordless;
}

/** The first line with words in it, without the marks that Markdown puts before them. */
function lineOf(source: string): string {
  for (const line of source.slice(0, 20_000).split('\n')) {
    const plain = line
      .replace(/^[\s>#*-]+/, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
    if (/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(plain) && !plain.startsWith('```')) return plain.slice(0, longest);
  }
  return source.trim().slice(0, longest).replaceAll(/\s+/g, ' ');
}
