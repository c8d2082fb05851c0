import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Status } from '../../shared/contract.ts';
import { parse } from '../../shared/query/parse.ts';
import { useStatus } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { keep as keepText, search as text } from '../messages/index.ts';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { say } from '../ui/toast.ts';
import { inkOf } from './ink.ts';
import { meaningOf, PlainWords } from './plain-words.tsx';
import { QueryHelp } from './query-help.tsx';
import { ReadingNote } from './reading-note.tsx';
import { useReading, useReadOn } from '../how-far.ts';
import { SaveButton } from './save-button.tsx';
import styles from './search-box.module.css';
import { taken } from './suggest.ts';
import { SuggestionList, suggestionId } from './suggestion-list.tsx';
import { useQueryText } from './use-query-text.ts';
import { useRecent, useRemembered } from './use-recent.ts';
import { useSuggestions, type Choice } from './use-suggestions.ts';

/** The one box: searches while one types, completes what is being written, and says what of it does not parse as meant. */
export function SearchBox({ onLeave }: { readonly onLeave: () => void }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const ink = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState(0);
  const [focused, setFocused] = useState(false);
  /** Where the caret belongs once the text it is for is drawn. */
  const caretTo = useRef<number | null>(null);
  const query = useQueryText(() => document.activeElement === input.current);
  const recent = useRecent();
  useRemembered(focused);
  const suggestions = useSuggestions(query.text, caret, recent.searches);
  const { data: status } = useStatus();
  useReadOn();
  const isReading = useReading().reading !== null;

  const unfinished = query.typing && focused;
  const { problems, query: parsed } = useMemo(() => parse(query.text, { typing: unfinished }), [query.text, unfinished]);
  const meaning = useMemo(() => (focused ? meaningOf(parsed) : ''), [parsed, focused]);
  /** The one that the caret stands in: all of them stand above the list. */
  const here = problems.find(({ from, to }) => from <= caret && caret <= to);
  const pieces = useMemo(() => inkOf(query.text, problems), [query.text, problems]);

  const follow = (): void => {
    if (ink.current && input.current) ink.current.style.transform = `translateX(${-input.current.scrollLeft}px)`;
  };
  useLayoutEffect(() => {
    const to = caretTo.current;
    caretTo.current = null;
    if (to !== null) {
      input.current?.setSelectionRange(to, to);
      setCaret(to);
    }
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- the caret is put when the text it is for is drawn
  }, [query.text]);
  useLayoutEffect(() => follow());
  useCommand('search', () => {
    input.current?.focus();
    input.current?.select();
  });

  const take = (choice: Choice): void => {
    if (choice.kind === 'clear') return forgetAll();
    if (choice.kind === 'recent') {
      suggestions.hide();
      query.put(choice.text);
      return onLeave();
    }
    if (!suggestions.writing) return;
    const result = taken(query.text, suggestions.writing, choice.item);
    caretTo.current = result.caret;
    input.current?.focus();
    if (suggestions.writing.kind === 'field') {
      query.type(result.text);
      suggestions.show(false);
    } else {
      query.put(result.text);
      suggestions.hide();
    }
  };
  const forgetAll = (): void => {
    suggestions.hide();
    const run = recent.clear();
    say(text.forgotten, { action: { label: keepText.undo, run } });
  };
  const finish = (): void => {
    suggestions.hide();
    onLeave();
    void query.finish();
  };
  const clear = (): void => {
    query.put('');
    input.current?.focus();
  };
  const insert = (example: string): void => {
    const next = [query.text.trimEnd(), example].filter(Boolean).join(' ');
    caretTo.current = next.length;
    query.put(next);
    // The help gives the focus back to its button first.
    setTimeout(() => input.current?.focus());
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const { open, items, at } = suggestions;
    const chosen = items[at];
    const offered = chosen ?? items[0];
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (open && query.text) suggestions.hide();
      else if (query.text) clear();
      else onLeave();
    } else if (event.key === ' ' && event.ctrlKey) suggestions.show(true);
    else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && open && items.length > 0)
      suggestions.move(event.key === 'ArrowDown' ? at + 1 : at < 0 ? items.length - 1 : at - 1);
    else if (event.key === 'ArrowDown') finish();
    else if (event.key === 'Enter' && open && chosen) take(chosen);
    else if (/^(?:ArrowLeft|ArrowRight|Home|End)$/.test(event.key)) {
      // Walking through the text is not writing.
      suggestions.hide();
      return;
    } else if (event.key === 'Tab' && !event.shiftKey && open && offered?.kind === 'completion') take(offered);
    else if (event.key === 'Delete' && open && chosen?.kind === 'recent') recent.remove(chosen.text);
    else return;
    event.preventDefault();
  };
  // The whole box is the field, but for its buttons.
  const focusInput = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.target instanceof Element && event.target.closest('button, input')) return;
    event.preventDefault();
    input.current?.focus();
  };

  const listId = `${id}-suggestions`;
  const isOpen = suggestions.open && focused;
  return (
    <form
      role="search"
      className={styles.search}
      onSubmit={(event) => {
        event.preventDefault();
        finish();
      }}
    >
      <div className={styles.box} data-problem={problems.length > 0 || undefined} onPointerDown={focusInput}>
        <Icon name="search" />
        <div ref={field} className={styles.field}>
          <div className={styles.under} aria-hidden="true">
            <div ref={ink} className={styles.ink}>
              {pieces.map((piece, place) => (
                <span key={place} data-kind={piece.kind} data-problem={piece.problem || undefined}>
                  {piece.text}
                </span>
              ))}
            </div>
          </div>
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label={text.name}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-expanded={isOpen && suggestions.items.length > 0}
            aria-controls={isOpen && suggestions.items.length > 0 ? listId : undefined}
            aria-activedescendant={isOpen && suggestions.at >= 0 ? suggestionId(listId, suggestions.at) : undefined}
            aria-describedby={problems.length > 0 ? `${id}-problems` : undefined}
            className={styles.input}
            value={query.text}
            placeholder={text.placeholder}
            spellCheck={false}
            autoComplete="off"
            onFocus={() => {
              setFocused(true);
              query.begin();
              if (query.text === '') suggestions.show(false);
            }}
            onBlur={() => {
              setFocused(false);
              suggestions.hide();
            }}
            onChange={(event) => {
              setCaret(event.target.selectionStart ?? event.target.value.length);
              query.type(event.target.value);
              suggestions.show(false);
            }}
            onSelect={(event) => {
              setCaret(event.currentTarget.selectionStart ?? 0);
              follow();
            }}
            onScroll={follow}
            onMouseDown={suggestions.hide}
            onClick={() => query.text === '' && suggestions.show(false)}
            onKeyDown={onKeyDown}
          />
          {focused && <PlainWords meaning={meaning} ink={ink} field={field} underIsFree={!isOpen && !here} />}
        </div>
        {isReading ? <ReadingNote /> : <IndexNote index={status?.index} />}
        {query.text ? (
          <>
            <SaveButton />
            <IconButton icon="close" label={text.clear} className={styles.inBox} onClick={clear} />
          </>
        ) : (
          <span aria-hidden="true" className={styles.slash}>
            <Kbd keys="/" />
          </span>
        )}
        <QueryHelp className={`${styles.inBox} ${styles.help}`} onInsert={insert} />
      </div>
      {isOpen && (
        <SuggestionList
          id={listId}
          writing={suggestions.writing}
          items={suggestions.items}
          at={suggestions.at}
          onTake={take}
          onForget={recent.remove}
        />
      )}
      {problems.length > 0 && (
        <ul id={`${id}-problems`} className="visually-hidden">
          {problems.slice(0, 5).map((problem) => (
            <li key={`${problem.from} ${problem.message}`}>{problem.message}</li>
          ))}
        </ul>
      )}
      {focused && !isOpen && here && (
        <p className={styles.problem} aria-hidden="true">
          <Icon name="warning" size={14} />
          {here.message}
        </p>
      )}
    </form>
  );
}

/** While the words of new conversations are still being indexed, the box says so. */
function IndexNote({ index }: { readonly index: Status['index'] | undefined }) {
  if (!index || index.done >= index.of) return null;
  const share = index.of === 0 ? 0 : Math.floor((100 * index.done) / index.of);
  return (
    <span className={styles.index} title={text.searchableOf(index.done, index.of, index.fault)}>
      {index.fault === undefined ? text.searchable(share) : text.searchableStopped(share)}
    </span>
  );
}
