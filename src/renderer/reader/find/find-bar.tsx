import { useEffect, useRef, type KeyboardEvent } from 'react';
import { sentence } from '../../archive.ts';
import { find as text } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Live } from '../../ui/live.tsx';
import type { HitWalk } from '../use-hits.ts';
import styles from './find-bar.module.css';

/** Whether there is a bar: it then ends the head, in place of the head's own line. */
export function hasFindBar({ find, hidden, elsewhere }: HitWalk): boolean {
  return find.open || hidden.length > 0 || elsewhere;
}

/** What is looked for in the open conversation; while nothing is, only what there is to say of the query's hits. */
export function FindBar({ hits, onShow }: { readonly hits: HitWalk; readonly onShow: (lens: string) => void }) {
  if (!hasFindBar(hits)) return null;
  return (
    <div
      className={styles.bar}
      role={hits.find.open ? 'search' : 'group'}
      aria-label={hits.find.open ? text.bar : text.notes}
      data-over-messages=""
    >
      <div className={styles.column}>
        {hits.find.open && <Field hits={hits} />}
        <Notes hits={hits} onShow={onShow} />
        <Live text={spokenOf(hits)} pause={400} />
      </div>
    </div>
  );
}

function Field({ hits }: { readonly hits: HitWalk }) {
  const { find, step, stops } = hits;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (find.asked === 0) return;
    input.current?.focus();
    input.current?.select();
  }, [find.asked]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    else if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Escape') find.close();
    else return;
    event.preventDefault();
  };
  const said = stateOf(hits);
  return (
    <div className={styles.line}>
      <div className={styles.field}>
        <Icon name="search" size={14} />
        <input
          ref={input}
          type="text"
          className={styles.input}
          aria-label={text.bar}
          placeholder={text.placeholder}
          value={find.text}
          spellCheck={false}
          autoComplete="off"
          enterKeyHint="search"
          onChange={(event) => find.type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <span
          className={styles.count}
          data-none={said === text.none || undefined}
          data-late={said === text.searching || undefined}
        >
          {said}
        </span>
      </div>
      <IconButton
        icon="chevron-up"
        label={text.previous}
        keys="Shift+n"
        aria-disabled={stops.length === 0}
        onClick={() => step(-1)}
      />
      <IconButton icon="chevron-down" label={text.next} keys="n" aria-disabled={stops.length === 0} onClick={() => step(1)} />
      <IconButton icon="close" label={text.clear} keys="Escape" onClick={find.close} />
    </div>
  );
}

/** How many there are, and which one it is. */
function stateOf({ find, pending, error, stops, at, more, hidden }: HitWalk): string {
  if (find.text.trim() === '') return '';
  if (pending && stops.length === 0) return text.searching;
  if (error) return text.failed;
  if (stops.length === 0) return hidden.length > 0 ? '' : text.none;
  return at === null ? text.count(stops.length, more) : text.place(at + 1, stops.length, more);
}

function spokenOf(hits: HitWalk): string {
  const { find, pending, error, stops, at, more, elsewhere } = hits;
  const notes = [elsewhere && text.elsewhere, ...notesOf(hits)].filter(Boolean);
  // The place in the query's hits is said where it stands.
  if (!find.open) return notes.join(', ');
  if (pending || find.text.trim() === '') return '';
  if (error) return `${text.failed}. ${sentence(error)}`;
  const place = at === null || stops.length === 0 ? stateOf(hits) : text.said(at + 1, stops.length, more);
  return [place, ...notes].filter((said) => said !== '').join(', ');
}

function notesOf({ hidden }: HitWalk): readonly string[] {
  return hidden.map(({ lens, hits }) =>
    lens === 'strip-tools' || lens === 'strip-thinking' ? text.hidden[lens](hits) : text.hidden.other(hits),
  );
}

/** What is not to be seen of the hits, and the way to see it. */
function Notes({ hits, onShow }: { readonly hits: HitWalk; readonly onShow: (lens: string) => void }) {
  const notes = notesOf(hits);
  if (!hits.elsewhere && notes.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {hits.elsewhere && (
        <li>
          <Icon name="branch" size={12} />
          <span>{text.elsewhere}</span>
        </li>
      )}
      {hits.hidden.map(({ lens }, place) => (
        <li key={lens}>
          <span>{notes[place]}</span>
          <Button
            className={styles.show}
            aria-label={lens === 'strip-tools' ? text.showTools : lens === 'strip-thinking' ? text.showThinking : text.show}
            onClick={() => onShow(lens)}
          >
            {text.show}
          </Button>
        </li>
      ))}
    </ul>
  );
}
