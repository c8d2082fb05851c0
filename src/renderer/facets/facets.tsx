/* oxlint-disable jsx-a11y/no-static-element-interactions -- the panel only moves the focus between the controls inside */
import type { ReactNode } from 'react';
import { isCancelled, sentence, useFacets } from '../archive.ts';
import { facets as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { go, usePlace, useTyping } from '../view.ts';
import { dateFields, DateRange } from './date-range.tsx';
import { FacetGroup } from './facet-group.tsx';
import styles from './facets.module.css';
import { Group } from './group.tsx';
import { facetNameOf, facetNames } from './labels.ts';
import { Places } from './places.tsx';
import { rove } from './roving.ts';
import { excludedOf, hasFields, withoutFields } from './terms.ts';

/** More than a group draws, so that one knows whether there is more. */
const asked = 12;
const filterFields = [...facetNames, ...dateFields];

/**
 * The filters: what there is among what was found, with counts; a click puts the value into the query or takes it out. Above them stand
 * places and `saved`, the searches that the person keeps.
 */
export function Facets({ saved }: { readonly saved: ReactNode }) {
  const query = usePlace((place) => place.query);
  const typing = useTyping((state) => state.is);
  const { data, error } = useFacets(query, typing, asked);
  const set = [...facetNames.map((name) => [name]), dateFields].filter((fields) => hasFields(query, fields)).length;
  const groups = facetNames.flatMap((name) => {
    const facet = data?.facets.find((other) => facetNameOf(other) === name);
    if (!facet) return [];
    return facet.values.length > 0 || excludedOf(query, name).length > 0 ? [{ name, facet }] : [];
  });
  return (
    <div className={styles.facets} onKeyDown={rove}>
      <Places />
      <Group name="saved" title={text.saved} onClear={null}>
        {saved}
      </Group>
      {/* Always there: what one is about to click must not move away. */}
      <div className={styles.set} data-set={set > 0 || undefined}>
        <span>{text.filtersSet(set)}</span>
        {set > 0 && (
          <Button
            className={styles.clearAll}
            onClick={() => go({ query: withoutFields(query, filterFields), page: 'browse', run: null })}
          >
            {text.clearAll}
          </Button>
        )}
      </div>
      <DateRange />
      {error && !isCancelled(error) && <p className={styles.failed}>{text.failed(sentence(error))}</p>}
      {!data && !error && (
        <div className={styles.loading}>
          {['40%', '80%', '70%', '75%', '40%', '65%', '80%'].map((width, place) => (
            <Skeleton key={place} width={width} />
          ))}
        </div>
      )}
      {data && groups.length === 0 && set === 0 && (
        <p className={styles.failed}>{query.trim() === '' ? text.nothing : text.nothingFound}</p>
      )}
      {groups.map(({ name, facet }) => (
        <FacetGroup key={name} name={name} facet={facet} query={query} />
      ))}
    </div>
  );
}
