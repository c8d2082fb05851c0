import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Node, Query } from '../../shared/query/ast.ts';
import { describe } from '../../shared/query/describe.ts';
import { search as text } from '../messages/index.ts';
import { Live } from '../ui/live.tsx';
import styles from './plain-words.module.css';

/** Pixels kept free between what is written and its meaning. */
const apart = 32;
/** Milliseconds without a key after which the meaning is said to screen readers. */
const rest = 900;

/** What a query means, in plain words; empty where the words of the query say as much. */
export function meaningOf({ root }: Query): string {
  return root === null || root.kind === 'regex' || isPlain(root) ? '' : describe({ root });
}

function isPlain(node: Node): boolean {
  return node.kind === 'word' || (node.kind === 'and' && node.nodes.every(isPlain));
}

/**
 * The meaning of what is being written: in the box behind the text where there is room for all of it, else under the box, unless something
 * else stands there. Nothing moves for it.
 */
export function PlainWords({
  meaning,
  ink,
  field,
  underIsFree,
}: {
  readonly meaning: string;
  readonly ink: RefObject<HTMLElement | null>;
  readonly field: RefObject<HTMLElement | null>;
  readonly underIsFree: boolean;
}) {
  const measure = useRef<HTMLSpanElement>(null);
  const [beside, setBeside] = useState(false);
  const said = useRested(meaning);
  // After every drawing: what is written, the window and what else stands in the box decide.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- it settles: the same room gives the same answer
  useLayoutEffect(() => {
    const room = (field.current?.clientWidth ?? 0) - (ink.current?.offsetWidth ?? 0) - apart;
    setBeside((measure.current?.offsetWidth ?? 0) <= room);
  });
  return (
    <>
      {meaning !== '' && (
        <span ref={measure} className={styles.measure} aria-hidden="true">
          {meaning}
        </span>
      )}
      {meaning !== '' && beside && (
        <span className={styles.beside} aria-hidden="true">
          {meaning}
        </span>
      )}
      {meaning !== '' && !beside && underIsFree && (
        <span className={styles.under} aria-hidden="true">
          {text.meaning(meaning)}
        </span>
      )}
      <Live text={said === '' ? '' : text.meaning(said)} />
    </>
  );
}

function useRested(meaning: string): string {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setRested(meaning), rest);
    return () => clearTimeout(timer);
  }, [meaning]);
  return rested === meaning ? rested : '';
}
