import type { Tally } from '../../shared/receipt.ts';

/** How far an import is. Bytes are of the input, unpacked. */
export interface ImportProgress {
  readonly runId: number | null;
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  /** Bytes per second of late. */
  readonly rate: number | null;
  readonly remainingMs: number | null;
  readonly tally: Tally;
}

const WINDOW_MS = 5000;
/** Between two marks; 100,000 small files would else leave one each. */
const MARK_MS = 50;

/** Counts bytes and estimates the rest from the last seconds. */
export class Meter {
  total = 0;
  done = 0;
  private readonly marks: { readonly at: number; readonly done: number }[] = [];
  private readonly now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  read(): Pick<ImportProgress, 'done' | 'total' | 'rate' | 'remainingMs'> {
    const at = this.now();
    if (at - (this.marks.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= MARK_MS) this.marks.push({ at, done: this.done });
    while (this.marks.length > 2 && at - (this.marks[0]?.at ?? at) > WINDOW_MS) this.marks.shift();
    const first = this.marks[0];
    const elapsed = first === undefined ? 0 : at - first.at;
    const rate = first === undefined || elapsed < 200 ? null : ((this.done - first.done) * 1000) / elapsed;
    const left = Math.max(0, this.total - this.done);
    return {
      done: Math.min(this.done, this.total),
      total: this.total,
      rate,
      remainingMs: rate === null || rate <= 0 ? null : Math.round((left * 1000) / rate),
    };
  }
}
