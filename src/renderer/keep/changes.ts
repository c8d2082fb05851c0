import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { create } from 'zustand';
import type { ArchiveClient, Change } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { sentence, useArchive } from '../archive.ts';
import { keep as text } from '../messages/index.ts';
import { say } from '../ui/toast.ts';
import { go, hideRows, useView } from '../view.ts';
import { afterDoing, afterRedoing, afterUndoing, noHistory, without, type Done, type History } from './history.ts';
import { settled, show, type Patch } from './patches.ts';

/** A change that somebody wants: what to ask of the archive, and how the window looks and tells it. */
export interface Wish {
  readonly ask: (archive: ArchiveClient) => Promise<Change>;
  /** What was done, as a sentence, of so many conversations. */
  readonly told: (conversations: number) => string;
  /** It is a change even where no conversation is touched: an empty tag renamed. */
  readonly always?: boolean;
  /** What to say when nothing was there to change; null: nothing. */
  readonly idle?: string | null;
  readonly patch?: Patch;
  /** Rows that are no longer found afterwards. */
  readonly leaving?: readonly string[];
}

/** What this window has changed since it was opened. */
export const useHistory = create<History>(() => noHistory);

/** One change at a time, so that they are undone in the order in which they were done. */
let last: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = last.then(work);
  last = result.catch(() => undefined);
  return result;
}

/** What to ask again after a change, before what it hid or showed early may be forgotten. */
const touched = ['search', 'total', 'conversation', 'tags'];
const topic = 'keep';

export interface Changes {
  /** Shows it at once, asks the archive, and tells what was done; false when it failed. */
  readonly make: (wish: Wish) => Promise<boolean>;
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
}

export function useChanges(): Changes {
  const archive = useArchive();
  const cache = useQueryClient();
  return useMemo(() => changesOf(archive, cache), [archive, cache]);
}

export function changesOf(archive: ArchiveClient, cache: QueryClient): Changes {
  const askAgain = async (): Promise<void> => {
    for (const name of touched) void cache.invalidateQueries({ queryKey: [name] });
    await settled(cache, touched);
  };

  /** What was shown early is kept until the archive's answers show it. */
  const forget = async (...ends: readonly ((() => void) | undefined)[]): Promise<void> => {
    await askAgain();
    for (const end of ends) end?.();
  };

  const make = async (wish: Wish): Promise<boolean> => {
    const comeBack = wish.leaving && wish.leaving.length > 0 ? hideRows(wish.leaving) : undefined;
    const shown = wish.patch && show(cache, wish.patch);
    try {
      const { changeId, conversations } = await inTurn(() => wish.ask(archive));
      if (conversations > 0 || wish.always) {
        const [left, ...more] = wish.leaving ?? [];
        const done = {
          changeId,
          told: wish.told(conversations),
          ...(left !== undefined && more.length === 0 && { left }),
          ...(conversations === 0 && { always: true }),
        };
        useHistory.setState(afterDoing(useHistory.getState(), done));
        tellDone(done);
      } else if (wish.idle !== null) say(wish.idle ?? text.nothingChanged, { topic });
      return true;
    } catch (error) {
      shown?.revert();
      comeBack?.();
      say(text.failed(sentence(error)), { kind: 'failed' });
      return false;
    } finally {
      void forget(shown?.end, comeBack);
    }
  };

  const tellDone = (done: Done): void => {
    say(done.told, { topic, action: { label: text.undo, keys: 'u', run: () => void undo() } });
  };

  /** Takes a change back or does it again; a change too old for the archive is forgotten. */
  const step = (which: 'done' | 'undone', after: (history: History, changeId: number) => History, tell: (done: Done) => void) =>
    inTurn(async () => {
      const done = useHistory.getState()[which].at(-1);
      if (!done) return void say(which === 'done' ? text.nothingToUndo : text.nothingToRedo, { topic });
      try {
        const { changeId, conversations } = await archive.undo({ changeId: done.changeId });
        if (conversations === 0 && !done.always) {
          // What it was about has been emptied from the trash, or was taken back in another window.
          useHistory.setState(without(useHistory.getState(), done.changeId));
          return void say(text.nothingChanged, { topic });
        }
        useHistory.setState(after(useHistory.getState(), changeId));
        tell(done);
        if (which === 'done' && done.left !== undefined) void goBackTo(done.left);
      } catch (error) {
        const known = error instanceof ArchiveError && (error.code === 'NotFound' || error.code === 'Conflict');
        if (known) useHistory.setState(without(useHistory.getState(), done.changeId));
        say(text.failed(sentence(error)), { kind: 'failed' });
      }
      for (const name of touched) void cache.invalidateQueries({ queryKey: [name] });
    });

  /** What was taken out of the list by mistake is where one goes on. */
  const goBackTo = async (id: string): Promise<void> => {
    const { query } = useView.getState().place;
    await askAgain();
    await untilListed(id);
    const { listed, place } = useView.getState();
    if (!listed.row(id) || place.query !== query) return;
    if (place.open === null) useView.setState({ cursor: id });
    else go({ open: id, at: null, raw: false }, { replace: true });
  };

  const undo = (): Promise<void> =>
    step('done', afterUndoing, ({ told }) => {
      say(text.undone(told), { topic, action: { label: text.redo, keys: 'Mod+Shift+z', run: () => void redo() } });
    });
  const redo = (): Promise<void> => step('undone', afterRedoing, tellDone);

  return { make, undo, redo };
}

/** Frames that the list takes at most to show what it was told. */
const patience = 20;

async function untilListed(id: string): Promise<void> {
  for (let frame = 0; frame < patience && !useView.getState().listed.row(id); frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
