/** Where a hit stands in a message, when that is not in what was said. */
export type HitPlace = 'tools' | 'thinking' | 'code' | 'attachments';

const places: Readonly<Record<string, HitPlace>> = {
  c: 'tools',
  r: 'tools',
  e: 'tools',
  h: 'thinking',
  k: 'code',
  i: 'attachments',
  f: 'attachments',
};

/** By the letter of its part in the outline (`PartCode`). */
export function hitPlaceOf(code: string): HitPlace | null {
  return places[code] ?? null;
}
