import { createContext, use } from 'react';
import { create, useStore, type StoreApi } from 'zustand';

/** What is unfolded in an open conversation, by part; survives scrolling out of the drawn window. */
interface Folds {
  readonly open: ReadonlyMap<string, boolean>;
  /** All that was not opened or closed by itself since; null: each as it usually is. */
  readonly all: boolean | null;
}

export type FoldStore = StoreApi<Folds>;

export const newFolds = (): FoldStore => create<Folds>(() => ({ open: new Map(), all: null }));

export function setFold(store: FoldStore, key: string, open: boolean): void {
  if (store.getState().open.get(key) === open) return;
  store.setState((folds) => ({ open: new Map(folds.open).set(key, open) }));
}

/** Unfolds everything, drawn or still to come; once more, and everything is as it was at first. */
export function toggleAllFolds(store: FoldStore): void {
  store.setState(({ all }) => ({ open: new Map(), all: all === true ? null : true }));
}

export const FoldContext = createContext<FoldStore>(newFolds());

/** Whether a part is unfolded, and the way to change it. `withAll`: also when everything is unfolded at once. */
export function useFold(key: string, otherwise = false, withAll = true): readonly [open: boolean, set: (open: boolean) => void] {
  const store = use(FoldContext);
  const open = useStore(store, (folds) => folds.open.get(key) ?? (withAll ? folds.all : null) ?? otherwise);
  return [open, (next) => setFold(store, key, next)];
}

/** The key of a part; a result's own output is unfolded with the call it answers. */
export function partKey(message: number, part: number): string {
  return `${message}:${part}`;
}
