import { useEffect, useState } from 'react';
import { useCompletion, type CompletionQuestion } from '../archive.ts';
import { fieldSuggestions, valueSuggestions, writingAt, type Suggestion, type Writing } from './suggest.ts';

/** Milliseconds of rest after which the archive is asked what fits. */
const rest = 60;

export interface Suggestions {
  readonly open: boolean;
  readonly writing: Writing | null;
  readonly items: readonly Suggestion[];
  /** The highlighted one; -1: none, and Enter is the search's. */
  readonly at: number;
  readonly move: (to: number) => void;
  /** `asked`: the person wants to see what there is, whatever is written. */
  readonly show: (asked: boolean) => void;
  readonly hide: () => void;
}

/** What fits where the caret stands. Names of fields are known here; values with their counts come from the archive. */
export function useSuggestions(text: string, caret: number): Suggestions {
  const [wanted, setWanted] = useState<'no' | 'yes' | 'asked'>('no');
  const [at, setAt] = useState(-1);
  const writing = wanted === 'no' ? null : writingAt(text, caret, wanted === 'asked');
  const field = writing?.kind === 'value' ? writing.field.name : null;
  const question = useRested(field, text, caret);
  const { data } = useCompletion(question);
  const items =
    writing === null ? [] : writing.kind === 'field' ? fieldSuggestions(writing) : valueSuggestions(writing, data?.items ?? []);
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
