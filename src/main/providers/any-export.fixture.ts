import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Parsed, RawRecord, Side } from '../../shared/parsed.ts';
import type { Provider } from './provider.ts';

// For tests alone: what holds of an export's parser whatever it is given.

/** More on request: `FUZZ_RUNS=20000`. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 150);

const noSide: Side = { shared: null, entry: null };

/** Parses a text, or a value as JSON. */
export function parseAs(provider: Provider, given: unknown, side: Side = noSide): Parsed {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  return provider.parse(recordOf(provider, new TextEncoder().encode(text), side));
}

function recordOf(provider: Provider, bytes: Uint8Array, side: Side): RawRecord {
  return { provider: provider.id, bytes, name: 'any.json', side };
}

/** Ids are there and unique, parents are known and lead to a root, attachments of parts are listed, and nothing is told without a reason. */
export function expectWhole(parsed: Parsed): void {
  if (parsed.conversations.length === 0) expect(parsed.issues.length > 0 || parsed.reason !== undefined).toBe(true);
  for (const conversation of parsed.conversations) {
    expect(conversation.nativeId).not.toBe('');
    expect(conversation.messages.length).toBeGreaterThan(0);
    const parents = new Map(conversation.messages.map(({ nativeId, parent }) => [nativeId, parent]));
    expect(parents.size).toBe(conversation.messages.length);
    for (const { parent } of conversation.messages) if (parent !== null) expect(parents.has(parent)).toBe(true);
    if (conversation.activeLeaf !== null) expect(parents.has(conversation.activeLeaf)).toBe(true);
    const held = new Set(conversation.attachments.map(({ nativeId }) => nativeId));
    for (const part of conversation.messages.flatMap(({ parts }) => parts))
      if (part.type === 'image' || part.type === 'file') expect(held.has(part.attachment)).toBe(true);
  }
}

/** Tests that a parser of exports takes anything, and gives the same each time. `seeds` are good records with everything in them. */
export function testAnyExport(provider: Provider, seeds: readonly unknown[], side: Side = noSide): void {
  const holds = (bytes: Uint8Array): void => {
    const parsed = provider.parse(recordOf(provider, bytes, side));
    expectWhole(parsed);
    expect(provider.parse(recordOf(provider, bytes, side))).toEqual(parsed);
  };
  const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value) ?? '');
  const seed = fc.constantFrom(...seeds);

  test('whole records, with nothing wrong', () => {
    for (const value of seeds) {
      holds(encode(value));
      expect(provider.parse(recordOf(provider, encode(value), side)).issues).toEqual([]);
    }
  });

  test('records with values replaced, taken out or swapped', () => {
    const strange = fc.oneof(
      fc.constantFrom<unknown[]>(null, '', 0, -1, true, [], {}, [null], 'x', 1e300, '__proto__', { __proto__: null }, [[[]]]),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const edit = fc.record({ at: fc.nat(), to: strange, take: fc.constantFrom('replace', 'remove', 'copy') });
    fc.assert(
      fc.property(seed, fc.array(edit, { minLength: 1, maxLength: 6 }), (value, edits) => {
        const copy: unknown = JSON.parse(JSON.stringify(value));
        for (const { at, to, take } of edits) change(copy, at, take, to);
        holds(encode(copy));
      }),
      { numRuns },
    );
  });

  test('records with bytes changed, cut out, or repeated', () => {
    const edit = fc.record({ at: fc.nat(), remove: fc.nat(40), insert: fc.uint8Array({ maxLength: 8 }), copy: fc.nat(200) });
    fc.assert(
      fc.property(seed, fc.array(edit, { minLength: 1, maxLength: 4 }), (value, edits) => {
        let bytes = [...encode(value)];
        for (const { at, remove, insert, copy } of edits) {
          const from = at % (bytes.length + 1);
          bytes = [...bytes.slice(0, from), ...insert, ...bytes.slice(from + remove), ...bytes.slice(from, from + copy)];
        }
        holds(Uint8Array.from(bytes));
      }),
      { numRuns },
    );
  });

  test('values nested 100,000 deep in the place of any value', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const value of seeds) {
      const text = JSON.stringify(value);
      const places = [...text.matchAll(/:(?=["[{])/g)].map(({ index }) => index + 1);
      for (const place of places.filter((_, index) => index % Math.ceil(places.length / 12) === 0)) {
        const rest = JSON.stringify(valueAt(text, place));
        holds(new TextEncoder().encode(text.slice(0, place) + deep + text.slice(place + rest.length)));
      }
    }
  });
}

/** The value whose JSON begins at a place of a text. */
function valueAt(text: string, from: number): unknown {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text[i];
    if (char === '"') for (i++; text[i] !== '"'; i++) if (text[i] === '\\') i++;
    if (char === '[' || char === '{') depth++;
    if (char === ']' || char === '}') depth--;
    if (depth === 0) return JSON.parse(text.slice(from, i + 1));
  }
  return null;
}

/** Changes the n-th value inside, counted around. */
function change(root: unknown, at: number, take: string, to: unknown): void {
  const places: { readonly holder: object; readonly key: string }[] = [];
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      places.push({ holder: value, key });
      open.push(inner);
    }
  }
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return;
  const other = places[(at * 31 + 7) % places.length];
  if (take === 'remove') Reflect.deleteProperty(place.holder, place.key);
  else
    Reflect.set(
      place.holder,
      place.key,
      take === 'copy' && other !== undefined ? structuredClone(Reflect.get(other.holder, other.key)) : structuredClone(to),
    );
}
