import { useEffect, useId, useLayoutEffect, useRef, useState, type SubmitEvent } from 'react';
import { create } from 'zustand';
import { leavesOf } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';
import { useSavedCount, useSavedSearches } from '../archive.ts';
import { list, saved as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { go, usePlace, useTyping } from '../view.ts';
import { useChanges } from './changes.ts';
import form from './form.module.css';
import { shownOf } from './saved-order.ts';
import styles from './saved.module.css';
import { proposedName } from './search-name.ts';

const words = text.dialog;

/** The saved search that was run last: what was made of it since may take its place. */
export const useRan = create<{ readonly id: number | null }>(() => ({ id: null }));

/** Keeps what is searched, under a name; what is kept already gets another name or order. */
export function SaveSearchDialog({ onClose }: { readonly onClose: () => void }) {
  const id = useId();
  const query = usePlace((place) => place.query.trim());
  const sort = usePlace((place) => place.sort);
  const reverse = usePlace((place) => place.reverse);
  const { data: searches = [] } = useSavedSearches();
  const { data: total } = useSavedCount(query);
  const { make } = useChanges();
  const ran = useRan((state) => state.id);
  const [typed, setTyped] = useState<string | null>(null);
  const same = shownOf(searches, { query, sort, reverse });
  const before = same ? null : (searches.find((search) => search.id === ran) ?? null);
  const proposed = same
    ? same.name
    : proposedName(
        query,
        searches.map(({ name }) => name),
      );
  const name = (typed ?? proposed).trim();
  const taken = searches.find((other) => other !== same && other.name.toLowerCase() === name.toLowerCase());
  const input = useRef<HTMLInputElement>(null);
  // What is typed takes the place of what is proposed, also where the search box came a moment later with all of the query.
  useLayoutEffect(() => {
    if (typed === null && document.activeElement === input.current) input.current?.select();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a proposal that changes takes the selection with it
  }, [typed, proposed]);
  // What is kept is kept whole: a last word that was still being written is one now, or a beginning where it stands nowhere alone.
  const [wasTyping] = useState(() => useTyping.getState().is);
  useEffect(() => useTyping.setState({ is: false }), []);
  const begun = wasTyping && total?.conversations === 0 && !total.reading && endsInBeginning(query);
  useEffect(() => {
    if (begun) go({ query: `${query}*` }, { replace: true });
  }, [begun, query]);

  const keep = (event: SubmitEvent): void => {
    event.preventDefault();
    if (name === '') return;
    onClose();
    if (same) {
      const told = () => (same.name === name ? text.changed(name) : text.renamed(same.name, name));
      if (same.name === name && same.sort === sort && same.reverse === reverse) return;
      void make({
        ask: (archive) => archive.changeSavedSearch({ id: same.id, name, sort, reverse }),
        told,
        idle: null,
        always: true,
      });
    } else {
      void make({
        ask: async (archive) => {
          const made = await archive.saveSearch({ name, query, sort, reverse });
          useRan.setState({ id: made.id });
          return made;
        },
        told: () => text.savedAs(name),
        idle: null,
        always: true,
      });
    }
  };
  const replace = (): void => {
    if (!before) return;
    onClose();
    // The name that was proposed for a new one is not what was asked for.
    const next = typed === null ? before.name : name || before.name;
    void make({
      ask: (archive) => archive.changeSavedSearch({ id: before.id, name: next, query, sort, reverse }),
      told: () => text.changed(next),
      idle: null,
      always: true,
    });
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={same ? words.again : words.title}
      footer={
        <>
          {before && (
            <Button className={form.begin} onClick={replace}>
              <span className={styles.replace}>{words.replace(before.name)}</span>
            </Button>
          )}
          <Button look="outlined" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button look="primary" type="submit" form={id} disabled={name === ''}>
            {words.save}
          </Button>
        </>
      }
    >
      <form id={id} className={form.form} onSubmit={keep}>
        <label className={styles.label} htmlFor={`${id}-name`}>
          {words.label}
        </label>
        <input
          ref={input}
          id={`${id}-name`}
          data-first-focus=""
          className={form.input}
          value={typed ?? proposed}
          maxLength={200}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
        />
        <dl className={styles.asks}>
          <dt className={styles.label}>{words.asks}</dt>
          <dd className={styles.query} dir="auto">
            {query}
          </dd>
          <dd className={form.hint}>
            {[total && text.found(total.conversations, !total.reading), sort && words.order(list.orders[sort])]
              .filter(Boolean)
              .join(' · ')}
          </dd>
        </dl>
        {taken && (
          <p role="status" className={form.hint}>
            {words.taken(taken.name)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** True of a query whose last word could still grow. */
function endsInBeginning(query: string): boolean {
  const last = leavesOf(parse(query, { typing: true }).query).at(-1)?.leaf;
  return last?.kind === 'word' && last.prefix && last.to === query.length && !query.endsWith('*');
}
