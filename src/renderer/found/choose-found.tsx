import { useId, useState } from 'react';
import type { FoundPlace } from '../../shared/contract.ts';
import { isCancelled, sentence, useStatus } from '../archive.ts';
import { found as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Live } from '../ui/live.tsx';
import styles from './choose-found.module.css';
import { PlaceMark } from './place-mark.tsx';
import { useFound, useImportFound, useIsImporting } from './use-found.ts';

/** On the first page: what was found, ticked, and one button that imports it. Draws nothing where there is nothing. */
export function ChooseFound() {
  const { places, isPending, error, again } = useFound();
  const { data: status } = useStatus();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const importing = useIsImporting();
  const { mutate, isPending: isStarting } = useImportFound();
  const id = useId();
  const there = places.filter(({ missing }) => !missing);

  if (error && !isCancelled(error)) {
    return (
      <p className={styles.failed} role="alert">
        {text.failed(sentence(error))} <Button onClick={again}>{text.again}</Button>
      </p>
    );
  }
  if (there.length === 0) return <Live text={isPending ? text.looking : ''} pause={0} />;

  // What tools keep is ticked at first; zips are only thought to be exports.
  const isChosen = (place: FoundPlace): boolean => (place.provider === null ? added.has(place.id) : !left.has(place.id));
  const toggle = ({ id: one, provider }: FoundPlace): void => {
    if (provider === null) setAdded(toggled(added, one));
    else setLeft(toggled(left, one));
  };
  const chosen = there.filter(isChosen);
  const busy = importing || isStarting;
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header>
        <h2 id={id} className={styles.title}>
          {text.title}
        </h2>
        <p className={styles.lead}>{text.lead}</p>
        {status?.host === 'web' && <p className={styles.lead}>{text.elsewhere}</p>}
      </header>
      <ul className={styles.places} aria-label={text.choose}>
        {there.map((place) => (
          <li key={place.id}>
            <Choice place={place} chosen={isChosen(place)} onToggle={() => toggle(place)} />
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <Button
          look="primary"
          size="large"
          className={styles.go}
          disabled={chosen.length === 0 || busy}
          onClick={() => mutate(chosen)}
        >
          {busy ? text.importing : text.importChosen(chosen)}
        </Button>
      </div>
      <Live text={text.said(there)} pause={0} />
    </section>
  );
}

function Choice({
  place,
  chosen,
  onToggle,
}: {
  readonly place: FoundPlace;
  readonly chosen: boolean;
  readonly onToggle: () => void;
}) {
  const facts = useId();
  const deletes = text.deletes(place);
  return (
    <label className={styles.choice}>
      <input type="checkbox" checked={chosen} aria-describedby={facts} onChange={onToggle} />
      <PlaceMark place={place} size={22} />
      <span className={styles.about}>
        <span className={styles.name}>{text.name(place)}</span>
        <span id={facts} className={styles.facts}>
          <span className={styles.size}>{text.size(place)}</span>
          <span className={styles.path} title={place.path}>
            {place.shown}
          </span>
          {deletes !== null && (
            <span className={styles.deletes}>
              <Icon name="history" size={13} />
              {deletes}
            </span>
          )}
          {place.provider === null && <span className={styles.hint}>{text.hint}</span>}
        </span>
      </span>
    </label>
  );
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
