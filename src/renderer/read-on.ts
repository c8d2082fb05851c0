/** Answers that are not whole yet (`Reading` in the contract) and are asked for again until they are. */
import { create } from 'zustand';
import type { Reading } from '../shared/contract.ts';

/** The query that the person does not want read any further; another one is. */
export const useStopped = create<{ readonly query: string | null }>(() => ({ query: null }));

/** Milliseconds between an answer and the same question again. Rows, filters and the histogram follow slower than the figure. */
export const againAfter = { total: 100, rows: 800, counts: 2000 } as const;

/** For `refetchInterval`: the question is asked again as long as its last answer is not whole and nobody stopped it. */
export function readsOn(asked: string, pause: number) {
  return ({
    state,
  }: {
    readonly state: { readonly data: { readonly reading: Reading | null } | undefined; readonly status: string };
  }) =>
    state.status === 'success' && state.data !== undefined && state.data.reading !== null && useStopped.getState().query !== asked
      ? pause
      : (false as const);
}
