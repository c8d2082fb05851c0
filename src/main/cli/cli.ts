import type { App } from '../app.ts';
import type { Places } from '../places.ts';
import type { Output } from './output.ts';

/** What every command is given. */
export interface Cli {
  readonly output: Output;
  readonly places: Places;
  /** Aborted by the first Ctrl+C, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
  readonly globals: () => Globals;
  /** Runs what cannot be asked to stop: meanwhile Ctrl+C ends the program. */
  readonly untilKilled: <Result>(work: () => Result) => Result;
  /** Opens the archive (or the one in another folder), and closes it again whatever happens. */
  readonly withApp: <Result>(use: (app: App) => Promise<Result>, dir?: string) => Promise<Result>;
}

export interface Globals {
  /** Of the archive, absolute. */
  readonly dir: string;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Exit codes, fixed: scripts depend on them. */
export const exitCodes = {
  done: 0,
  /** Or nothing of the input was recognised. */
  failed: 1,
  wrongUsage: 2,
  /** Done, but some inputs were not recognised or some records quarantined. */
  partly: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
