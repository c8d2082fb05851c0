import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import type { Status } from '../../shared/contract.ts';
import { leavesOf } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';
import { totalOf, useArchive, useStatus, useTotal } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { IconButton } from '../ui/button.tsx';
import { formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { go, useNarrow, usePlace, useTyping } from '../view.ts';
import styles from './search-box.module.css';

/** Milliseconds of rest after which what is typed is searched. */
const rest = 90;

/** The one box: searches while one types, and says what in the query does not parse as meant. */
export function SearchBox({ onLeave }: { readonly onLeave: () => void }) {
  const query = usePlace((place) => place.query);
  const [text, setText] = useState(query);
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const steps = useRef(0);
  const archive = useArchive();
  const cache = useQueryClient();
  const typing = useTyping();
  const { data: total } = useTotal(query, typing.is);
  const { data: status } = useStatus();

  const stacked = useNarrow(720);

  // The query changes from outside too: a facet, back and forward.
  useEffect(() => {
    if (document.activeElement !== input.current || steps.current === 0) setText(query);
  }, [query]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (next: string, stillTyping: boolean): void => {
    clearTimeout(timer.current);
    // The first letters are a step of their own in the history, the rest of the typing is not.
    // Where the panes are stacked, an open conversation would cover what is found.
    go({ query: next, page: 'browse', run: null, at: null, ...(stacked ? { open: null } : {}) }, { replace: steps.current > 0 });
    typing.set(stillTyping);
    steps.current++;
  };
  /** Enter: the last word is whole now. Where it stands nowhere, it stays the beginning it was while typing, and says so. */
  const finish = async (): Promise<void> => {
    clearTimeout(timer.current);
    onLeave();
    const whole = isBeginning(text) ? await cache.fetchQuery(totalOf(archive, text, false)).catch(() => null) : null;
    const next = whole?.conversations === 0 ? `${text}*` : text;
    setText(next);
    search(next, false);
  };
  const type = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => search(next, next !== '' && !/\s$/.test(next)), rest);
  };
  const clear = (): void => {
    setText('');
    search('', false);
    input.current?.focus();
  };
  useCommand('search', () => {
    input.current?.focus();
    input.current?.select();
  });

  // The whole box is the field, but for its button.
  const focusInput = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.target instanceof Element && event.target.closest('button, input')) return;
    event.preventDefault();
    input.current?.focus();
  };

  const problems = text === query ? (total?.problems ?? []) : [];
  return (
    <form
      role="search"
      className={styles.search}
      onSubmit={(event) => {
        event.preventDefault();
        void finish();
      }}
    >
      <div className={styles.box} data-problem={problems.length > 0 || undefined} onPointerDown={focusInput}>
        <Icon name="search" />
        <input
          ref={input}
          type="text"
          role="searchbox"
          aria-label="Search conversations"
          className={styles.input}
          value={text}
          placeholder="Search everything"
          spellCheck={false}
          autoComplete="off"
          aria-describedby={problems.length > 0 ? 'search-problems' : undefined}
          onFocus={() => {
            steps.current = 0;
          }}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.stopPropagation();
              if (text) clear();
              else onLeave();
            } else if (event.key === 'ArrowDown') {
              event.preventDefault();
              void finish();
            }
          }}
        />
        <IndexNote index={status?.index} />
        {text ? (
          <IconButton icon="close" label="Clear the search" className={styles.clear} onClick={clear} />
        ) : (
          <span aria-hidden="true">
            <Kbd keys="/" />
          </span>
        )}
      </div>
    </form>
  );
}

/** True when the text ends in a word that more letters could follow. */
function isBeginning(text: string): boolean {
  const last = leavesOf(parse(text, { typing: true }).query).at(-1)?.leaf;
  return last?.kind === 'word' && last.prefix && last.to === text.length && !text.endsWith('*');
}

/** While the words of new conversations are still being indexed, the box says so. */
function IndexNote({ index }: { readonly index: Status['index'] | undefined }) {
  if (!index || index.done >= index.of) return null;
  const share = index.of === 0 ? 0 : Math.floor((100 * index.done) / index.of);
  return (
    <span
      className={styles.index}
      title={`${formatNumber(index.done)} of ${formatNumber(index.of)} conversations are searchable`}
    >
      {share} % searchable
    </span>
  );
}
