import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { SearchPage } from '../../shared/contract.ts';
import { sentence, useArchive } from '../archive.ts';
import { useCommand, useCommandTitle } from '../commands/keyboard.ts';
import { keep as text, saved } from '../messages/index.ts';
import { Confirm } from '../ui/confirm.tsx';
import { say } from '../ui/toast.ts';
import { clearPicked, go, usePlace, useTarget, useView, type Target } from '../view.ts';
import { useChanges, useHistory } from './changes.ts';
import { NoteDialog } from './note-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import { SaveSearchDialog } from './save-search-dialog.tsx';
import type { State } from './states.ts';
import { TagDialog } from './tag-dialog.tsx';
import { TagsDialog } from './tags-dialog.tsx';
import { allIn, stateWish, titleOf, type Around } from './wishes.ts';

/** What is open over the window, and what it is about: the target as it was then. */
type Open =
  | { readonly kind: 'tag' | 'trash'; readonly target: Target }
  | { readonly kind: 'note' | 'rename'; readonly id: string }
  | { readonly kind: 'tags' | 'search' };

/** More than so many go into the trash only when that was confirmed. */
const many = 1000;

/** What a person keeps of conversations: stars, tags, notes, titles, what is archived and in the trash, each to be undone. Once. */
export function Keep() {
  const target = useTarget();
  const archive = useArchive();
  const cache = useQueryClient();
  const { make, undo, redo } = useChanges();
  const [open, setOpen] = useState<Open | null>(null);
  const close = useCallback(() => setOpen(null), []);

  const around = (): Around => ({
    query: useView.getState().place.query,
    archive,
    cache,
    listed: cache
      .getQueriesData<SearchPage>({ queryKey: ['search'] })
      .flatMap(([, page]) => page?.rows.map((row) => row.id) ?? []),
  });

  const put = async (into: boolean, state: State, on: Target): Promise<void> => {
    const wish = stateWish(on, state, into, around());
    // What leaves the list leaves the selection.
    if (wish.leaving && wish.leaving.length > 0) clearPicked();
    await make(wish);
  };
  const toggle = (state: State) => async (): Promise<void> => {
    if (!target) return;
    try {
      const into = !(await allIn(target, state, around()));
      if (state === 'trashed' && into && (target.size ?? Number.POSITIVE_INFINITY) > many) setOpen({ kind: 'trash', target });
      else await put(into, state, target);
    } catch (error) {
      say(text.failed(sentence(error)), { kind: 'failed' });
    }
  };
  const onOne = (kind: 'note' | 'rename') => (): void => {
    const [id] = target?.ids ?? [];
    if (id === undefined || target?.ids?.length !== 1) say(text.onlyOne[kind]);
    else setOpen({ kind, id });
  };
  const browse = (query: string) => (): void => {
    go({ page: 'browse', run: null, query, open: null, at: null, raw: false, find: '' });
  };

  const some = target !== null && target.size !== 0;
  useCommand('star', () => void toggle('starred')(), some);
  useCommand('archive', () => void toggle('archived')(), some);
  useCommand('trash', () => void toggle('trashed')(), some);
  const are = (state: State): boolean => some && target.rows.length > 0 && target.rows.every((row) => row[state]);
  useCommandTitle('star', are('starred') ? text.titles.unstar : null);
  useCommandTitle('archive', are('archived') ? text.titles.unarchive : null);
  useCommandTitle('trash', are('trashed') ? text.titles.restore : null);
  useCommand('tag', () => target && setOpen({ kind: 'tag', target }), some);
  useCommand('note', onOne('note'), some);
  useCommand('rename', onOne('rename'), some);
  const browsing = usePlace((place) => place.page === 'browse');
  useCommand(
    'saveSearch',
    () =>
      whenSearched((searched) => {
        if (searched) setOpen({ kind: 'search' });
        else say(saved.nothingToSave);
      }),
    browsing,
  );
  useCommand('tags', () => setOpen({ kind: 'tags' }));
  const { done, undone } = useHistory();
  useCommand('undo', () => void undo(), done.length > 0);
  useCommand('redo', () => void redo(), undone.length > 0);
  useCommand('showStarred', browse('is:starred'));
  useCommand('showArchived', browse('is:archived'));
  useCommand('showTrash', browse('is:trashed'));

  return (
    <>
      {open?.kind === 'tag' && (
        <TagDialog
          target={open.target}
          title={titleOf(open.target, cache)}
          onClose={close}
          onManage={() => setOpen({ kind: 'tags' })}
        />
      )}
      {open?.kind === 'tags' && <TagsDialog onClose={close} onShow={(query) => (close(), browse(query)())} />}
      {open?.kind === 'note' && <NoteDialog key={open.id} id={open.id} onClose={close} onResume={() => setOpen(open)} />}
      {open?.kind === 'search' && <SaveSearchDialog onClose={close} />}
      {open?.kind === 'rename' && <RenameDialog key={open.id} id={open.id} onClose={close} />}
      <Confirm
        open={open?.kind === 'trash'}
        title={open?.kind === 'trash' ? text.trashMany.title(open.target.size) : ''}
        confirm={text.trashMany.confirm}
        cancel={text.cancel}
        onConfirm={() => open?.kind === 'trash' && void put(true, 'trashed', open.target)}
        onClose={close}
      >
        {text.trashMany.body}
      </Confirm>
    </>
  );
}

/** Milliseconds that the search box takes at most to search what is written in it. */
const boxPause = 400;

/** Tells whether something is searched, now or as soon as what was just typed is. */
function whenSearched(tell: (searched: boolean) => void): void {
  const isSearched = (): boolean => useView.getState().place.query.trim() !== '';
  if (isSearched()) return tell(true);
  const end = (): void => {
    stop();
    clearTimeout(timer);
    tell(isSearched());
  };
  const stop = useView.subscribe(() => isSearched() && end());
  const timer = setTimeout(end, boxPause);
}
