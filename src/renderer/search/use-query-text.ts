import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { leavesOf } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';
import { totalOf, useArchive } from '../archive.ts';
import { go, useNarrow, usePlace, useTyping } from '../view.ts';

/** Milliseconds of rest after which what is typed is searched. */
const rest = 90;

export interface QueryText {
  readonly text: string;
  /** The last word may still grow. */
  readonly typing: boolean;
  /** The box was entered anew: what is typed next is a step of its own in the history. */
  readonly begin: () => void;
  readonly type: (next: string) => void;
  /** Searched at once, as a whole. */
  readonly put: (next: string) => void;
  readonly finish: () => Promise<void>;
}

/** The text of the search box, and its way into the place: one search per pause. */
export function useQueryText(isFocused: () => boolean): QueryText {
  const query = usePlace((place) => place.query);
  const [text, setText] = useState(query);
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const steps = useRef(0);
  const archive = useArchive();
  const cache = useQueryClient();
  const typing = useTyping();
  const stacked = useNarrow(720);

  // The query changes from outside too: a filter, back and forward.
  useEffect(() => {
    if (!isFocused() || steps.current === 0) setText(query);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- whether it is focused does not change the text
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
  const put = (next: string): void => {
    setText(next);
    search(next, false);
  };
  return {
    text,
    typing: typing.is || text !== query,
    begin: () => {
      steps.current = 0;
    },
    type: (next) => {
      setText(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => search(next, next !== '' && !/\s$/.test(next)), rest);
    },
    put,
    /** The last word is whole now. Where only what begins like it stands somewhere, it stays the beginning it was while typing, and says so. */
    finish: async () => {
      clearTimeout(timer.current);
      const stands = async (stillTyping: boolean): Promise<boolean | null> =>
        cache.fetchQuery(totalOf(archive, text, stillTyping)).then(
          ({ conversations, reading }) => (conversations > 0 || reading === null ? conversations > 0 : null),
          () => null,
        );
      const begins = isBeginning(text) && (await stands(false)) === false && (await stands(true)) === true;
      // Somebody went on meanwhile: wrote more, or set a filter.
      if (latest.current !== text) return;
      put(begins ? `${text}*` : text);
    },
  };
}

/** True when the text ends in a word that more letters could follow. */
function isBeginning(text: string): boolean {
  const last = leavesOf(parse(text, { typing: true }).query).at(-1)?.leaf;
  return last?.kind === 'word' && last.prefix && last.to === text.length && !text.endsWith('*');
}
