import { useState } from 'react';
import { useFacet } from '../archive.ts';
import { facets as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Live } from '../ui/live.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './all-values.module.css';
import { labelOf, type FacetName } from './labels.ts';
import { rove, stop } from './roving.ts';
import { excludedOf, standingOf, type Standing } from './terms.ts';
import { ValueRow } from './value-row.tsx';

/** As many as the archive gives. */
const most = 1000;

/** Every value of one filter, found by its name. */
export function AllValues({
  name,
  query,
  onClose,
  onPut,
}: {
  readonly name: FacetName;
  readonly query: string;
  readonly onClose: () => void;
  readonly onPut: (value: string, standing: Standing) => void;
}) {
  const [wanted, setWanted] = useState('');
  const { data } = useFacet(query, name, most);
  const title = text.titles[name];
  const needle = wanted.trim().toLowerCase();
  const values = data?.values ?? [];
  const gone = excludedOf(query, name).filter(
    (value) => !values.some((known) => known.value.toLowerCase() === value.toLowerCase()),
  );
  const all = [...values, ...gone.map((value) => ({ value, count: null }))];
  const shown = all.filter(({ value }) => `${labelOf(name, value)} ${value}`.toLowerCase().includes(needle));
  return (
    <Dialog open onClose={onClose} title={title}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- moves the focus between the controls inside */}
      <div className={styles.sheet} onKeyDown={rove}>
        <input
          {...stop}
          data-first-focus=""
          type="text"
          className={styles.find}
          aria-label={text.find(title)}
          placeholder={text.find(title)}
          value={wanted}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => setWanted(event.target.value)}
        />
        <div className={styles.list}>
          {!data && <Skeleton width="60%" />}
          <ul>
            {shown.map(({ value, count }, place) => (
              <ValueRow
                key={value}
                facet={name}
                value={value}
                found={count}
                standing={standingOf(query, name, value)}
                tabbable={place === 0}
                onPut={onPut}
              />
            ))}
          </ul>
          {data && shown.length === 0 && <p className={styles.none}>{text.noneMatch}</p>}
        </div>
        <div className={styles.foot}>
          <span className={styles.shown}>{data && text.shown(shown.length, all.length + data.more)}</span>
          <Button look="outlined" onClick={onClose}>
            {text.done}
          </Button>
        </div>
        <Live text={data && needle ? text.shown(shown.length, all.length + data.more) : ''} />
      </div>
    </Dialog>
  );
}
