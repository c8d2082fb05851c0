import type { ArchiveClient } from '../contract.ts';
import type { Caller } from './caller.ts';
import { requestNames } from './define.ts';

/** The contract over a caller: typed functions and events. Failures are `ArchiveError`. */
export function client(caller: Caller): ArchiveClient {
  const listeners = new Map<string, Set<(event: unknown) => void>>();
  caller.onEvent((name, body) => {
    const interested = listeners.get(name);
    if (interested === undefined) return;
    const event: unknown = JSON.parse(body);
    for (const listener of interested) listener(event);
  });

  const functions = requestNames.map((name) => [
    name,
    async (input: unknown, signal?: AbortSignal): Promise<unknown> =>
      JSON.parse(await caller.call(name, JSON.stringify(input), signal)),
  ]);
  const on = (name: string, listener: (event: unknown) => void): (() => void) => {
    const interested = listeners.get(name) ?? new Set();
    listeners.set(name, interested);
    interested.add(listener);
    return () => interested.delete(listener);
  };
  // Built from the table of requests: what it holds is the contract's keys, and the answering side is typed by it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { ...Object.fromEntries(functions), on } as ArchiveClient;
}
