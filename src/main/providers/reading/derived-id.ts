/**
 * An id made from content, for what comes without one: the same content gives the same id in every export, and no position goes in.
 * 106 bits of two cyrb53 hashes, as 28 hexadecimal digits.
 */
export function derivedId(...content: readonly (string | number | null)[]): string {
  const text = content.map((part) => (part === null ? '' : String(part))).join('\u0000');
  return hash53(text, 0x2545f491) + hash53(text, 0x9e3779b9);
}

function hash53(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
}
