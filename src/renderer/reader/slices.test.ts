import { beforeEach, describe, expect, test } from 'vitest';
import { Slices } from './slices.ts';

let now = 0;
let scrolled = -Infinity;
let frames: (() => void)[] = [];
let slices: Slices;
let done: string[] = [];

const frame = (): void => {
  now += 16;
  const due = frames;
  frames = [];
  for (const run of due) run();
};
const job = (name: string, cost = 1): (() => void) =>
  slices.add(() => {
    now += cost;
    done.push(name);
  });

beforeEach(() => {
  now = 1000;
  scrolled = -Infinity;
  frames = [];
  done = [];
  slices = new Slices({ now: () => now, next: (run) => frames.push(run), lastScroll: () => scrolled });
});

describe('work in slices', () => {
  test('keeps its order, and its share of each frame', () => {
    for (const name of 'abcdefgh') job(name, 3);
    frame();
    expect(done.join('')).toBe('ab');
    frame();
    expect(done.join('')).toBe('abcd');
    frame();
    frame();
    expect(done.join('')).toBe('abcdefgh');
    expect(frames).toEqual([]);
  });

  test('what was taken back is not done', () => {
    const cancel = job('a');
    job('b');
    cancel();
    cancel();
    frame();
    expect(done).toEqual(['b']);
  });

  test('waits while one scrolls, but not for ever', () => {
    job('a');
    for (let at = 0; at < 10; at++) {
      scrolled = now;
      frame();
    }
    expect(done).toEqual([]);
    for (let at = 0; at < 8; at++) {
      scrolled = now;
      frame();
    }
    expect(done).toEqual(['a']);
    job('b');
    scrolled = now;
    frame();
    expect(done).toEqual(['a']);
    for (let at = 0; at < 6; at++) frame();
    expect(done).toEqual(['a', 'b']);
  });

  test('what a job asks for comes in its turn', () => {
    slices.add(() => {
      done.push('a');
      job('c');
    });
    job('b');
    frame();
    frame();
    expect(done).toEqual(['a', 'b', 'c']);
  });
});
