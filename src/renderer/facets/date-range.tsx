import { useState } from 'react';
import { useHistogram } from '../archive.ts';
import { facets as text } from '../messages/index.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { go, usePlace, useTyping } from '../view.ts';
import { rangeOf, spanOf, termsFor, timesIn } from './buckets.ts';
import { CustomRange } from './custom-range.tsx';
import styles from './date-range.module.css';
import { nameOf, timesName } from './date-words.ts';
import { Group } from './group.tsx';
import { Histogram } from './histogram.tsx';
import { hasFields, withoutFields, withTerm } from './terms.ts';

export const dateFields = ['since', 'until', 'on'] as const;

const presets = [
  { name: 'today', term: 'on:today' },
  { name: 'yesterday', term: 'on:yesterday' },
  { name: 'week', term: 'since:7d' },
  { name: 'month', term: 'on:"this month"' },
  { name: 'lastMonth', term: 'on:"last month"' },
  { name: 'year', term: 'on:"this year"' },
] as const;

/** When: the bars to brush, the times one asks for most, and any two days; all of it is `since:`, `until:` and `on:` in the query. */
export function DateRange() {
  const query = usePlace((place) => place.query);
  const typing = useTyping((state) => state.is);
  const [custom, setCustom] = useState(false);
  const rest = withoutFields(query, dateFields);
  const { data } = useHistogram(rest, typing);
  const span = data ? spanOf(data) : null;
  const times = timesIn(query);
  const set = hasFields(query, dateFields);
  const choose = (terms: readonly string[], replace = false): void =>
    go({ query: terms.reduce(withTerm, rest), page: 'browse', run: null }, { replace });
  const clear = set ? () => choose([]) : null;
  const written = query.slice(rest.length).trim();
  if (!set && data?.buckets.length === 0) return null;
  return (
    <Group
      name="when"
      title={text.when.title}
      onClear={clear}
      aside={
        <Menu
          trigger={<IconButton icon="more" label={text.when.presets} className={styles.presets} />}
          align="start"
          entries={[
            ...presets.map(({ name, term }) => ({
              id: name,
              label: text.when[name],
              checked: written === term,
              onSelect: () => choose([term]),
            })),
            { id: 'custom', label: text.when.custom, checked: false, onSelect: () => setCustom(true) },
          ]}
        />
      }
    >
      <p className={styles.now} data-set={times !== null || undefined}>
        {times ? timesName(times) : text.when.any}
      </p>
      {span && (
        <Histogram
          key={span.by}
          span={span}
          applied={times && rangeOf(times, span)}
          onApply={(range, options) => choose(termsFor(range, span), options?.replace ?? false)}
          onClear={clear}
        />
      )}
      {!data && <div className={styles.alone} />}
      {data && !span && (
        <p className={styles.alone}>{data.buckets[0] ? text.when.allIn(nameOf(data.buckets[0], data.by)) : text.when.none}</p>
      )}
      {custom && <CustomRange times={times} onClose={() => setCustom(false)} onChoose={choose} />}
    </Group>
  );
}
