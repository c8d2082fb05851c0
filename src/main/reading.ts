import { ArchiveError } from '../shared/errors.ts';
import type { Archive } from './archive/open.ts';
import { readOverview } from './archive/overview.ts';

/** Reads without SQL of its own: each function hands its input to the archive. Runs in the reader threads. */
export type Reading = (name: string, input: unknown, stopped: () => boolean) => unknown;

export function createReading(archive: Archive): Reading {
  return (name) => {
    switch (name) {
      case 'overview':
        return { ...readOverview(archive), index: { done: 0, of: 0, rebuilding: false } };
      default:
        throw new ArchiveError('Unsupported', `“${name}” is not answered here.`);
    }
  };
}
