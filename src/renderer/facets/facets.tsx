import { useState } from 'react';
import { providerNames, type Facet } from '../../shared/contract.ts';
import { providerIds, type ProviderId } from '../../shared/model.ts';
import { isCancelled, sentence, useFacets } from '../archive.ts';
import { Button } from '../ui/button.tsx';
import { count, formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { go, usePlace, useTyping } from '../view.ts';
import { DateRange } from './date-range.tsx';
import styles from './facets.module.css';
import { Group } from './group.tsx';
import { toggleTerm, withoutField } from './toggle-term.ts';

const titles: Readonly<Record<string, string>> = {
  provider: 'Provider',
  model: 'Model',
  project: 'Project',
  tag: 'Tags',
  has: 'Contains',
  is: 'State',
  role: 'Role',
  lang: 'Language',
  tool: 'Tools',
};

const few = 8;
const many = 200;

/** The filters: what there is among what was found, with counts; a click puts the value into the query or takes it out. */
export function Facets() {
  const query = usePlace((place) => place.query);
  const typing = useTyping((state) => state.is);
  const [long, setLong] = useState<ReadonlySet<string>>(new Set());
  const { data, error, isPlaceholderData } = useFacets(query, typing, long.size > 0 ? many : few);
  if (error && !isCancelled(error)) return <p className={styles.failed}>The filters could not be counted: {sentence(error)}</p>;
  if (!data) {
    return (
      <div className={styles.loading}>
        {['40%', '80%', '70%', '75%', '40%', '65%', '80%'].map((width, place) => (
          <Skeleton key={place} width={width} />
        ))}
      </div>
    );
  }
  const shown = data.facets.filter((facet) => facet.values.length > 0);
  return (
    <div className={styles.facets} data-old={isPlaceholderData || undefined}>
      <DateRange />
      {shown.map((facet) => (
        <FacetGroup
          key={facet.name}
          facet={facet}
          query={query}
          long={long.has(facet.name)}
          onLong={() => {
            const next = new Set(long);
            if (!next.delete(facet.name)) next.add(facet.name);
            setLong(next);
          }}
        />
      ))}
    </div>
  );
}

function FacetGroup({
  facet,
  query,
  long,
  onLong,
}: {
  readonly facet: Facet;
  readonly query: string;
  readonly long: boolean;
  readonly onLong: () => void;
}) {
  const title = titles[facet.name] ?? facet.name;
  const chosen = facet.values.some((value) => value.selected);
  const values = long
    ? facet.values
    : [...facet.values.slice(0, few), ...facet.values.slice(few).filter((value) => value.selected)];
  const more = facet.more + facet.values.length - values.length;
  return (
    <Group title={title} onAny={chosen ? () => go({ query: withoutField(query, facet.name) }) : null}>
      <ul>
        {values.map(({ value, count: found, selected }) => (
          <li key={value}>
            <button
              type="button"
              role="checkbox"
              aria-checked={selected}
              className={styles.value}
              onClick={() => go({ query: toggleTerm(query, facet.name, value), page: 'browse', run: null })}
            >
              {facet.name === 'provider' && isProvider(value) ? <ProviderMark provider={value} /> : null}
              <span className={styles.name} title={labelOf(facet.name, value)}>
                {labelOf(facet.name, value)}
              </span>
              {selected && (
                <span className={styles.check}>
                  <Icon name="check" size={13} />
                </span>
              )}
              <span className={styles.count}>
                {formatNumber(found)}
                <span className="visually-hidden"> conversations</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {(more > 0 || long) && (
        <Button className={styles.more} onClick={onLong}>
          {long ? 'Fewer' : count(more, 'more', 'more')}
        </Button>
      )}
    </Group>
  );
}

const labels: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  provider: providerNames,
  has: {
    tools: 'Tool calls',
    errors: 'Failed tool calls',
    thinking: 'Thinking',
    code: 'Code',
    attachments: 'Attachments',
    branches: 'Branches',
    tags: 'Tags',
    note: 'Notes',
  },
  is: {
    starred: 'Starred',
    trashed: 'In the trash',
    archived: 'Archived',
    subagent: 'Subagents',
    fork: 'Forks',
    gone: 'Gone from the newest export',
  },
};

function labelOf(field: string, value: string): string {
  return labels[field]?.[value] ?? value;
}

function isProvider(value: string): value is ProviderId {
  return providerIds.some((id) => id === value);
}
