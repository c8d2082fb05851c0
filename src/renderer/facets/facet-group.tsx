import { useState } from 'react';
import type { Facet } from '../../shared/contract.ts';
import { facets as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { go } from '../view.ts';
import { AllValues } from './all-values.tsx';
import styles from './facets.module.css';
import { Group } from './group.tsx';
import type { FacetName } from './labels.ts';
import { stop } from './roving.ts';
import { excludedOf, hasFields, standingOf, withoutFields, withStanding, type Standing } from './terms.ts';
import { ValueRow } from './value-row.tsx';

/** Values of each filter that are always there. */
const few = 8;

/** One filter: its most frequent values, those that are chosen or left out, and the way to all of them. */
export function FacetGroup({ name, facet, query }: { readonly name: FacetName; readonly facet: Facet; readonly query: string }) {
  const [all, setAll] = useState(false);
  const [at, setAt] = useState<string | null>(null);
  const title = text.titles[name];
  const counts = new Map(facet.values.map(({ value, count }) => [value, count]));
  const known = facet.values.map(({ value }) => value);
  // What is left out and was never there: it is in the query, so it can be taken out here.
  const unknown = excludedOf(query, name).filter((value) => !known.some((other) => other.toLowerCase() === value.toLowerCase()));
  const values = [
    ...known.filter((value, place) => place < few || standingOf(query, name, value) !== null || value === at),
    ...unknown,
  ];
  const more = facet.more + known.length - (values.length - unknown.length);
  const tabbable = at !== null && values.includes(at) ? at : values[0];
  const put = (value: string, standing: Standing): void =>
    go({ query: withStanding(query, name, value, standing), page: 'browse', run: null });
  return (
    <Group
      name={name}
      title={title}
      onClear={hasFields(query, [name]) ? () => go({ query: withoutFields(query, [name]), page: 'browse', run: null }) : null}
    >
      <ul>
        {values.map((value) => (
          <ValueRow
            key={value}
            facet={name}
            value={value}
            found={counts.get(value) ?? null}
            standing={standingOf(query, name, value)}
            tabbable={value === tabbable}
            onPut={put}
            onFocus={setAt}
          />
        ))}
      </ul>
      {more > 0 && (
        <Button {...stop} className={styles.more} onClick={() => setAll(true)}>
          {text.more(more)} <span className="visually-hidden">{text.moreOf(title)}</span>
        </Button>
      )}
      {all && <AllValues name={name} query={query} onClose={() => setAll(false)} onPut={put} />}
    </Group>
  );
}
