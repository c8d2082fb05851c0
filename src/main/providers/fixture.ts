import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Parsed } from '../../shared/parsed.ts';
import type { Sample } from './provider.ts';

/** What is looked at of a JSON file. */
export function jsonSample(name: string, value: unknown, more: Partial<Sample> = {}): Sample {
  const head = JSON.stringify(value);
  const isArray = Array.isArray(value);
  return {
    name,
    base: baseOf(name),
    size: head.length,
    kind: isArray ? 'json-array' : 'json-object',
    values: isArray ? value.slice(0, 5) : [value],
    keys: isArray || typeof value !== 'object' || value === null ? [] : Object.keys(value),
    head,
    ...more,
  };
}

/** What is looked at of a file of JSON lines. */
export function linesSample(name: string, values: readonly unknown[], more: Partial<Sample> = {}): Sample {
  const head = values.map((value) => JSON.stringify(value)).join('\n');
  return { name, base: baseOf(name), size: head.length, kind: 'jsonl', values, keys: [], head, ...more };
}

function baseOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}

interface Fuzzed {
  /** A log as it is written. */
  readonly seed: Uint8Array;
  /** Any line made of the format's own words. */
  readonly line: fc.Arbitrary<unknown>;
  readonly parse: (bytes: Uint8Array) => Parsed;
  /** What holds of whatever is parsed. */
  readonly check: (parsed: Parsed) => void;
}

/** More on request: `FUZZ_RUNS=20000`. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 300);

/** Tests that a parser of logs takes any bytes, and gives the same each time. */
export function testAnyLog({ seed, line, parse, check }: Fuzzed): void {
  const holds = (bytes: Uint8Array): void => {
    const parsed = parse(bytes);
    check(parsed);
    expect(parse(bytes)).toEqual(parsed);
  };

  test('for lines made of the format’s own words', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) =>
        holds(new TextEncoder().encode(lines.map((value) => JSON.stringify(value)).join('\n'))),
      ),
      { numRuns },
    );
  });

  test('for a log with bytes changed, cut out, or repeated', () => {
    const edit = fc.record({
      at: fc.nat(seed.length),
      remove: fc.nat(40),
      insert: fc.uint8Array({ maxLength: 8 }),
      copy: fc.nat(400),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let bytes = [...seed];
        for (const { at, remove, insert, copy } of edits) {
          bytes = [...bytes.slice(0, at), ...insert, ...bytes.slice(at + remove), ...bytes.slice(at, at + copy)];
        }
        holds(Uint8Array.from(bytes));
      }),
      { numRuns },
    );
  });
}
