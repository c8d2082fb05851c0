import { useEffect, useRef } from 'react';
import { providerNames } from '../../shared/contract.ts';
import { providerIds } from '../../shared/model.ts';
import { useTags } from '../archive.ts';
import { search as text } from '../messages/index.ts';
import { formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Live } from '../ui/live.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { TagDot } from '../ui/tag-chip.tsx';
import styles from './suggestion-list.module.css';
import type { Suggestion, Writing } from './suggest.ts';
import type { Choice } from './use-suggestions.ts';

export function suggestionId(list: string, at: number): string {
  return `${list}-${at}`;
}

/** What fits where the caret stands, under the box. The focus stays in the box, which says which one is highlighted. */
export function SuggestionList({
  id,
  writing,
  items,
  at,
  onTake,
  onForget,
}: {
  readonly id: string;
  readonly writing: Writing | null;
  readonly items: readonly Choice[];
  readonly at: number;
  readonly onTake: (item: Choice) => void;
  readonly onForget: (query: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const isRecent = items[0]?.kind === 'recent';
  return (
    // The box keeps the focus: a press here is not a leave.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- only keeps the focus where it is
    <div className={styles.popup} onMouseDown={(event) => event.preventDefault()}>
      {items.length > 0 && (
        <div ref={list} id={id} role="listbox" aria-label={isRecent ? text.recent : text.suggestions} className={styles.list}>
          {items.map((item, place) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- the box has the keys
            <div
              key={`${item.kind} ${item.text}`}
              id={suggestionId(id, place)}
              role="option"
              tabIndex={-1}
              aria-selected={place === at}
              className={styles.item}
              data-kind={item.kind}
              onClick={() => onTake(item)}
            >
              {item.kind === 'completion' ? (
                <Completion writing={writing} item={item.item} />
              ) : item.kind === 'recent' ? (
                <>
                  <Icon name="history" />
                  <span className={styles.query} dir="auto">
                    {item.text}
                  </span>
                  {/* With the keys it is Delete in the box. */}
                  {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the box has the keys */}
                  <span
                    aria-hidden="true"
                    className={styles.forget}
                    title={text.forget}
                    onClick={(event) => {
                      event.stopPropagation();
                      onForget(item.text);
                    }}
                  >
                    <Icon name="close" size={12} />
                  </span>
                </>
              ) : (
                <span className={styles.clear}>{text.forgetAll}</span>
              )}
            </div>
          ))}
        </div>
      )}
      {writing?.kind === 'value' && <p className={styles.hint}>{text.fieldHint(writing.field.help, writing.field.example)}</p>}
      {items.some(({ kind }) => kind === 'recent') && <p className={styles.hint}>{text.forgetKeys}</p>}
      <Live
        text={isRecent ? text.recentOffered(items.filter(({ kind }) => kind === 'recent').length) : text.suggested(items.length)}
      />
    </div>
  );
}

function Completion({ writing, item }: { readonly writing: Writing | null; readonly item: Suggestion }) {
  return (
    <>
      <Sign writing={writing} value={item.label} />
      <span className={styles.label} data-name={writing?.kind === 'field' || undefined} dir="auto">
        {item.label}
      </span>
      <span className={styles.note}>{item.note ?? noteOf(writing, item.label)}</span>
      {item.count !== null && <span className={styles.count}>{formatNumber(item.count)}</span>}
    </>
  );
}

function Sign({ writing, value }: { readonly writing: Writing | null; readonly value: string }) {
  const tags = useTags();
  if (writing?.kind !== 'value') return null;
  if (writing.field.name === 'tag') return <TagDot name={value} color={tags.get(value)?.color ?? null} />;
  const provider = writing.field.name === 'provider' ? providerIds.find((id) => id === value) : undefined;
  return provider ? <ProviderMark provider={provider} /> : null;
}

function noteOf(writing: Writing | null, value: string): string | null {
  if (writing?.kind !== 'value' || writing.field.name !== 'provider') return null;
  const provider = providerIds.find((id) => id === value);
  return provider ? providerNames[provider] : null;
}
