import { flushSync } from 'react-dom';

/** Milliseconds of work in one frame, so that it stays a frame. */
const budget = 6;
/** Milliseconds after the last scrolling in which nothing is added to what is drawn: what flies past is not looked at. */
const settled = 90;
/** Milliseconds after which work is no longer put off by scrolling: who scrolls steadily reads. */
const longest = 250;

interface Job {
  readonly since: number;
  readonly run: () => void;
}

interface Clock {
  readonly now: () => number;
  /** Calls back in the next frame. */
  readonly next: (run: () => void) => void;
  readonly lastScroll: () => number;
}

/** Work that makes what is drawn finer, a little in each frame, in the order it was asked for, and none while one scrolls past. */
export class Slices {
  readonly #jobs = new Set<Job>();
  readonly #clock: Clock;
  #going = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Gives the way to take it back. */
  add(run: () => void): () => void {
    const job = { since: this.#clock.now(), run };
    this.#jobs.add(job);
    this.#go();
    return () => void this.#jobs.delete(job);
  }

  #go(): void {
    if (this.#going || this.#jobs.size === 0) return;
    this.#going = true;
    this.#clock.next(() => {
      this.#going = false;
      this.#slice();
      this.#go();
    });
  }

  #slice(): void {
    const began = this.#clock.now();
    const scrolling = began - this.#clock.lastScroll() < settled;
    for (const job of this.#jobs) {
      // Those behind it are younger.
      if (scrolling && began - job.since < longest) return;
      this.#jobs.delete(job);
      job.run();
      if (this.#clock.now() - began >= budget) return;
    }
  }
}

let lastScroll = -Infinity;
if (typeof document !== 'undefined') {
  document.addEventListener('scroll', () => (lastScroll = performance.now()), { capture: true, passive: true });
}

const slices = new Slices({
  now: () => performance.now(),
  // A window that is not in sight gets no frames, and has the time.
  next: (run) => (document.hidden ? setTimeout(run) : requestAnimationFrame(run)),
  lastScroll: () => lastScroll,
});

/** Does something to what is drawn when there is time; drawing is done when it returns, so that it counts. Gives the way to take it back. */
export function whenThereIsTime(change: () => void): () => void {
  return slices.add(() => flushSync(change));
}
