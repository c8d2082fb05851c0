/**
 * What is in a sample, counted straight from its bytes. The counters share no code with the product, on purpose: they are what imports are
 * held against. Units are those of the samples' own README where it has them, and of the formats' description elsewhere.
 */

export interface Facts {
  readonly conversations: number;
  /** Messages of any role; for logs of single records, see the counters. */
  readonly messages: number;
  readonly user: number;
  readonly assistant: number;
  /** Assistant messages with text. */
  readonly said: number;
  /** Messages with more than one answer. */
  readonly branchPoints: number;
  readonly toolCalls: number;
  readonly toolResults: number;
  readonly toolErrors: number;
  readonly thinking: number;
  /** Attachments whose bytes are in the sample. */
  readonly attachments: number;
  readonly badLines: number;
}

export type Fact = keyof Facts;

/** Facts while they are being counted. */
export type Tally = { -readonly [fact in Fact]: number };

export const noFacts: Facts = {
  conversations: 0,
  messages: 0,
  user: 0,
  assistant: 0,
  said: 0,
  branchPoints: 0,
  toolCalls: 0,
  toolResults: 0,
  toolErrors: 0,
  thinking: 0,
  attachments: 0,
  badLines: 0,
};

/** One file of an input: its path below the input (or its name, where the input is a file), and what is in it. */
export interface SampleFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

/** What a counter makes of an input: the numbers, and every text that somebody said in it. */
export interface Counted {
  readonly facts: Facts;
  readonly texts: readonly string[];
}

export type Counter = (files: readonly SampleFile[]) => Counted;

export type Obj = Record<string, unknown>;

export const isObj = (value: unknown): value is Obj => typeof value === 'object' && value !== null && !Array.isArray(value);
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
export const objects = (value: unknown): Obj[] => list(value).filter(isObj);
export const object = (value: unknown): Obj => (isObj(value) ? value : {});
export const json = (text: string): unknown => JSON.parse(text.replace(/^\uFEFF/, ''));

/** Objects of a file of lines, and how many lines are no JSON. */
export function records(text: string): { records: Obj[]; bad: number } {
  const found: Obj[] = [];
  let bad = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      const value: unknown = JSON.parse(line);
      if (isObj(value)) found.push(value);
    } catch {
      bad++;
    }
  }
  return { records: found, bad };
}

/** How many parents, named by `parentOf`, have more than one child; `null` and `undefined` are no parents. */
export function branchPoints(items: readonly Obj[], parentOf: (item: Obj) => unknown): number {
  const children = new Map<unknown, number>();
  for (const item of items) {
    const parent = parentOf(item);
    if (parent !== null && parent !== undefined) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  return [...children.values()].filter((n) => n > 1).length;
}

/** Counts files one after the other. */
export function perFile(count: (file: SampleFile, tally: Tally, say: (...texts: readonly unknown[]) => void) => void): Counter {
  return (files) => {
    const facts: Tally = { ...noFacts };
    const texts: string[] = [];
    for (const file of files)
      count(file, facts, (...said) => {
        for (const text of said) if (typeof text === 'string') texts.push(text);
      });
    return { facts, texts };
  };
}
