import type { Change } from '../../shared/contract.ts';

/** A change of this window that the archive can take back, and how it was told. */
export interface Done {
  readonly changeId: Change['changeId'];
  readonly told: string;
  /** The one conversation that left the list by it: the cursor goes back to it when it comes back. */
  readonly left?: string;
  /** It touched no conversation and is a change all the same. */
  readonly always?: boolean;
}

/** What can be taken back, newest last, and what can be done again. */
export interface History {
  readonly done: readonly Done[];
  readonly undone: readonly Done[];
}

export const noHistory: History = { done: [], undone: [] };

/** Older changes than this are not taken back by a key. */
const most = 100;

/** Something new was done: what was undone before it cannot come back. */
export function afterDoing(history: History, done: Done): History {
  return { done: [...history.done, done].slice(-most), undone: [] };
}

/** The last change was taken back by the change `changeId`, which can be taken back itself: that is doing it again. */
export function afterUndoing(history: History, changeId: number): History {
  const last = history.done.at(-1);
  if (!last) return history;
  return { done: history.done.slice(0, -1), undone: [...history.undone, { ...last, changeId }] };
}

/** What was undone last was done again by the change `changeId`. */
export function afterRedoing(history: History, changeId: number): History {
  const last = history.undone.at(-1);
  if (!last) return history;
  return { done: [...history.done, { ...last, changeId }].slice(-most), undone: history.undone.slice(0, -1) };
}

/** A change that the archive no longer knows is forgotten. */
export function without(history: History, changeId: number): History {
  const other = (done: Done): boolean => done.changeId !== changeId;
  return { done: history.done.filter(other), undone: history.undone.filter(other) };
}
