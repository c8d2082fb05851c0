import { useEffect, useState } from 'react';
import { useCompletion, type CompletionQuestion } from '../archive.ts';
import { recentLike } from './recent.ts';
import { fieldSuggestions, valueSuggestions, writingAt, type Suggestion, type Writing } from './suggest.ts';

/** Milliseconds of rest after which the archive is asked what fits. */
const rest = 60;
/** Earlier searches offered beside what completes the text. */
const recentBeside = 3;

/** What can be chosen under the box. */
export type Choice =
  | { readonly kind: 'completion'; readonly text: string; readonly item: Suggestion }
  /** A search that was made before. */
  | { readonly kind: 'recent'; readonly text: string }
  /** The way to forget all of those. */
  | { readonly kind: 'clear'; readonly text: '' };

export interface Suggestions {
  readonly open: boolean;
  readonly writing: Writing | null;
  readonly items: readonly Choice[];
  /** The highlighted one; -1: none, and Enter is the search's. */
  readonly at: number;
  readonly move: (to: number) => void;
  /** `asked`: the person wants to see what there is, whatever is written. */
  readonly show: (asked: boolean) => void;
  readonly hide: () => void;
}

/**
 * What fits where the caret stands. Names of fields are known here; values with their counts come from the archive. In the empty box: what was
 * searched for lately.
 */
export function useSuggestions(text: string, caret: number, recent: readonly string[]): Suggestions {
  const [wanted, setWanted] = useState<'no' | 'yes' | 'asked'>('no');
  const [at, setAt] = useState(-1);
  const writing = wanted === 'no' ? null : writingAt(text, caret, wanted === 'asked');
  const field = writing?.kind === 'value' ? writing.field.name : null;
  const question = useRested(field, text, caret);
  const { data } = useCompletion(question);
  const fitting =
    writing === null ? [] : writing.kind === 'field' ? fieldSuggestions(writing) : valueSuggestions(writing, data?.items ?? []);
  const items: readonly Choice[] = [
    ...fitting.map((item): Choice => ({ kind: 'completion', text: item.text, item })),
    ...(wanted === 'no' || writing?.kind === 'value' ? [] : earlier(text, caret, recent, writing === null)),
  ];
  return {
    open: items.length > 0 || (writing?.kind === 'value' && writing.written === '' && data !== undefined),
    writing,
    items,
    at: Math.min(at, items.length - 1),
    move: (to) => setAt(items.length === 0 ? -1 : (to + items.length) % items.length),
    show: (asked) => {
      setWanted(asked ? 'asked' : 'yes');
      setAt(-1);
    },
    hide: () => {
      setWanted('no');
      setAt(-1);
    },
  };
}

/** Earlier searches that fit: all of them in the empty box, else those that begin like what is written. */
function earlier(text: string, caret: number, recent: readonly string[], alone: boolean): readonly Choice[] {
  const choice = (query: string): Choice => ({ kind: 'recent', text: query });
  if (text.trim() !== '') return caret === text.length ? recentLike(recent, text, recentBeside).map(choice) : [];
  return alone && recent.length > 0 ? [...recent.map(choice), { kind: 'clear', text: '' }] : [];
}

/** What is to be asked, once it has rested; null while nothing is, or what rested was about another field. */
function useRested(field: string | null, text: string, caret: number): CompletionQuestion | null {
  const [rested, setRested] = useState<CompletionQuestion | null>(null);
  useEffect(() => {
    if (field === null) return undefined;
    const timer = setTimeout(() => setRested({ field, query: text, caret }), rest);
    return () => clearTimeout(timer);
  }, [field, text, caret]);
  return rested?.field === field ? rested : null;
}
