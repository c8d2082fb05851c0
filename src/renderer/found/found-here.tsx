import { useId } from 'react';
import type { FoundPlace } from '../../shared/contract.ts';
import { isCancelled, sentence, useStatus } from '../archive.ts';
import { found as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Live } from '../ui/live.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { WithTooltip } from '../ui/tooltip.tsx';
import styles from './found-here.module.css';
import { PlaceMark } from './place-mark.tsx';
import { useFollowed, useFound, useImportFound, useIsImporting } from './use-found.ts';

/**
 * What was found, how it stands to the archive, and the ways to bring it up to date.
 *
 * @param quiet draws nothing where there is nothing
 */
export function FoundHere({ quiet = false }: { readonly quiet?: boolean }) {
  const { places, isPending, error, again } = useFound();
  const { data: status } = useStatus();
  const [followed, follow] = useFollowed();
  const importing = useIsImporting();
  const { mutate, isPending: isStarting } = useImportFound();
  const id = useId();
  const busy = importing || isStarting;
  const stale = places.filter((place) => place.archived && place.provider !== null && place.new + place.grown > 0);
  const failed = error !== null && !isCancelled(error);

  if (quiet && places.length === 0 && !failed) return null;
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header className={styles.head}>
        <h2 id={id} className={styles.heading}>
          {text.section}
        </h2>
        {stale.length > 0 && (
          <WithTooltip label={text.updateHint}>
            <Button look="outlined" disabled={busy} onClick={() => mutate(null)}>
              {text.updateAll}
            </Button>
          </WithTooltip>
        )}
      </header>
      <div className={styles.rows}>
        {failed ? (
          <div className={styles.note} role="alert">
            <span>{text.failed(sentence(error))}</span>
            <Button look="outlined" onClick={again}>
              {text.again}
            </Button>
          </div>
        ) : isPending ? (
          <div className={styles.note} role="status" aria-label={text.looking}>
            <Skeleton width="60%" />
          </div>
        ) : places.length === 0 ? (
          <div className={styles.note}>{text.none}</div>
        ) : (
          <ul>
            {places.map((place) => (
              <li key={place.id} className={styles.row}>
                <Row
                  place={place}
                  busy={busy}
                  followed={followed.has(place.id)}
                  onImport={() => mutate([place])}
                  onFollow={(on) => follow(place.id, on)}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      {places.length > 0 && (
        <p className={styles.foot}>
          {status?.host === 'web' && `${text.elsewhere} `}
          {text.followHint}
        </p>
      )}
      {!isPending && !failed && <Live text={text.said(places.filter(({ missing }) => !missing))} pause={0} />}
    </section>
  );
}

function Row({
  place,
  busy,
  followed,
  onImport,
  onFollow,
}: {
  readonly place: FoundPlace;
  readonly busy: boolean;
  readonly followed: boolean;
  readonly onImport: () => void;
  readonly onFollow: (on: boolean) => void;
}) {
  const { missing, archived, deletedAfterDays, provider } = place;
  const stands = standing(place);
  return (
    <>
      <PlaceMark place={place} size={20} />
      <div className={styles.about}>
        <div className={styles.name}>
          {text.name(place)}
          <span className={styles.state} data-standing={stands}>
            {stands === 'news' ? text.states.news(place) : text.states[stands]}
          </span>
        </div>
        <div className={styles.facts}>
          {!missing && <span>{text.size(place)}</span>}
          {!missing && deletedAfterDays !== null && <span>{text.deletesShort(deletedAfterDays)}</span>}
          <span className={styles.path} title={place.path}>
            {place.shown}
          </span>
        </div>
      </div>
      <div className={styles.controls}>
        {provider !== null && (!missing || followed) && (
          <label className={styles.follow}>
            <input
              type="checkbox"
              role="switch"
              aria-checked={followed}
              checked={followed}
              aria-label={text.followOf(place)}
              onChange={(event) => onFollow(event.currentTarget.checked)}
            />
            {text.follow}
          </label>
        )}
        {(stands === 'news' || stands === 'fresh') && (
          <Button
            look="outlined"
            disabled={busy}
            aria-label={archived ? text.updateOf(place) : text.importOf(place)}
            onClick={onImport}
          >
            {archived ? text.update : text.import}
          </Button>
        )}
      </div>
    </>
  );
}

/** How a place stands to the archive. */
function standing({ missing, archived, new: fresh, grown }: FoundPlace): 'missing' | 'fresh' | 'empty' | 'news' | 'current' {
  if (missing) return 'missing';
  // An import has looked at it, and nothing came of that.
  if (!archived) return fresh > 0 ? 'fresh' : 'empty';
  return fresh + grown > 0 ? 'news' : 'current';
}
