import type { Claim, Provider, Sample } from '../../providers/provider.ts';
import { foreignKind } from '../inputs/open-input.ts';

export interface Detected {
  readonly provider: Provider;
  readonly claim: Claim;
}

/** Asks every provider; the greatest score wins, a tie goes to the earlier one. Null: nobody knows it. */
export function detect(sample: Sample, providers: readonly Provider[]): Detected | null {
  let best: Detected | null = null;
  for (const provider of providers) {
    const claim = claimOf(provider, sample);
    if (claim !== null && (best === null || claim.score > best.claim.score)) best = { provider, claim };
  }
  return best;
}

function claimOf(provider: Provider, sample: Sample): Claim | null {
  try {
    return provider.judge(sample);
  } catch {
    // A judge that stumbles over hostile input has nothing to say about it.
    return null;
  }
}

/** What an entry is that nobody claims: the end of a sentence that begins with its name. */
export function describe(sample: Sample): string {
  switch (sample.kind) {
    case 'empty':
      return 'it is empty';
    case 'html':
      return 'it is a web page, not an export';
    case 'sqlite':
      return sample.values.length === 0
        ? 'it is a database that cannot be opened'
        : `it is a database, but of no known kind${keysOf(sample, 'tables')}`;
    case 'binary':
      return /\.(db|sqlite3?|vscdb)$/.test(sample.base)
        ? 'it is called a database, but is damaged or encrypted'
        : `it is ${foreignKind(sample.head) ?? 'not text'}`;
    case 'jsonl':
      return `it holds lines of JSON, but of no known kind${keysOf(sample)}`;
    case 'json-array':
      return sample.values.length === 0
        ? 'it is JSON, but holds nothing that can be read'
        : `it is a JSON list, but of no known kind${keysOf(sample)}`;
    case 'json-object':
      return sample.values.length === 0
        ? 'it begins like JSON, but cannot be read as such'
        : `it is JSON, but of no known kind${keysOf(sample)}`;
    case 'text':
      return 'it is text, not an export';
  }
}

function keysOf(sample: Sample, called: 'keys' | 'tables' = 'keys'): string {
  const first = sample.values[0];
  const keys =
    sample.keys.length > 0
      ? sample.keys
      : typeof first === 'object' && first !== null && !Array.isArray(first)
        ? Object.keys(first)
        : [];
  if (keys.length === 0) return '';
  const shown = keys.slice(0, 6).map((key) => (key.length > 40 ? `${key.slice(0, 40)}…` : key));
  return ` (its ${called}: ${shown.join(', ')}${keys.length > shown.length ? ', …' : ''})`;
}

const media = new Set(
  'png jpg jpeg gif webp heic avif bmp tif tiff svg ico mp3 wav m4a ogg opus flac aac mp4 mov webm mkv avi pdf doc docx xls xlsx ppt pptx odt ods epub dat bin woff woff2 ttf otf css js mjs map py ts tsx c h cpp rs go java sh md'.split(
    ' ',
  ),
);

/** Endings that a title may well have, where titles are names of files: `How to read main.py`, `Why Node.js`. */
const titles = new Set(
  'pdf doc docx xls xlsx ppt pptx odt ods epub js mjs map py ts tsx c h cpp rs go java sh md css'.split(' '),
);

/** True for names of attachments that may still be a file without an ending whose title ends like this. */
export function mayBeTitle(name: string): boolean {
  return titles.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase());
}

/** True for names that hold attachments beside an export: not looked into unless nothing else is there. */
export function looksLikeAttachment(name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const dot = base.lastIndexOf('.');
  return dot > 0 && media.has(base.slice(dot + 1));
}
