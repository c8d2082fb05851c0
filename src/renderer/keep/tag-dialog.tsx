import { Combobox } from '@base-ui/react/combobox';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { z } from 'zod';
import type { ConversationDetail } from '../../shared/contract.ts';
import { useArchive, useSetting, useTags } from '../archive.ts';
import { keep as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Finder, FinderField, FinderFoot } from '../ui/finder.tsx';
import finder from '../ui/finder.module.css';
import { Icon } from '../ui/icon.tsx';
import { Marked } from '../ui/marked.tsx';
import { TagDot } from '../ui/tag-chip.tsx';
import type { Target } from '../view.ts';
import { useChanges } from './changes.ts';
import { carriedBy, tagChoices, withRecent, type Carried, type TagChoice } from './tag-choices.ts';
import styles from './tag-dialog.module.css';
import { tagWish } from './wishes.ts';

const recentSchema = z.array(z.string()).catch([]);

/** Tags and untags a target: each Enter is a change of its own, shown and undone by itself. */
export function TagDialog({
  target,
  title,
  onClose,
  onManage,
}: {
  readonly target: Target;
  /** Of a target that is one conversation. */
  readonly title: string | null;
  readonly onClose: () => void;
  readonly onManage: () => void;
}) {
  const cache = useQueryClient();
  const { make } = useChanges();
  const tags = useTags();
  const [typed, setTyped] = useState('');
  const [recentText, storeRecent] = useSetting('tags.recent', '[]');
  // The order stays as it is while the dialog is open.
  const [recent] = useState(() => recentOf(recentText));
  const before = useCarried(target);
  const [since, setSince] = useState<ReadonlyMap<string, Carried>>(new Map());
  const input = useRef<HTMLInputElement>(null);
  const carried = (name: string): Carried => since.get(name) ?? before.get(name) ?? 'none';
  const choices = useMemo(() => tagChoices(typed, tags.values(), recent), [typed, tags, recent]);

  const toggle = (choice: TagChoice): void => {
    const add = carried(choice.name) !== 'all';
    const was = since;
    setSince(new Map(was).set(choice.name, add ? 'all' : 'none'));
    setTyped('');
    if (add) storeRecent(JSON.stringify(withRecent(recentOf(recentText), choice.name)));
    void make(tagWish(target, choice.name, add, cache)).then((done) => !done && setSince(was));
  };

  return (
    <Finder slim shown title={text.tagDialog.title(target.size, title)} input={input} onClose={onClose}>
      <Combobox.Root
        inline
        open
        multiple
        autoHighlight
        filter={null}
        items={choices}
        value={choices.filter(({ name }) => carried(name) === 'all')}
        isItemEqualToValue={(one, other) => one.name === other.name}
        itemToStringLabel={({ name }) => name}
        inputValue={typed}
        onInputValueChange={(value, { reason }) => reason === 'input-change' && setTyped(value)}
        onValueChange={(next, { reason }) => {
          if (reason !== 'item-press') return;
          const changed = choices.find(
            (choice) => next.some((one) => one.name === choice.name) !== (carried(choice.name) === 'all'),
          );
          if (changed) toggle(changed);
        }}
      >
        <FinderField icon="tag">
          <Combobox.Input
            ref={input}
            className={finder.input}
            aria-label={text.tagDialog.label}
            placeholder={text.tagDialog.placeholder}
            spellCheck={false}
            maxLength={100}
          />
        </FinderField>
        <Combobox.Empty className={finder.none}>{choices.length === 0 ? text.tagDialog.none : null}</Combobox.Empty>
        <Combobox.List className={finder.list} aria-label={text.tagDialog.tags}>
          {(choice: TagChoice) => <Line key={choice.name} choice={choice} carried={carried(choice.name)} />}
        </Combobox.List>
      </Combobox.Root>
      <FinderFoot
        hints={[
          { keys: 'Enter', does: text.tagDialog.toggle },
          { keys: 'Escape', does: text.tagDialog.done },
        ]}
      >
        <Button onClick={onManage}>{text.tagDialog.manage}</Button>
      </FinderFoot>
    </Finder>
  );
}

function Line({ choice, carried }: { readonly choice: TagChoice; readonly carried: Carried }) {
  return (
    <Combobox.Item value={choice} className={finder.item}>
      <span className={styles.box} data-carried={carried}>
        {carried === 'all' && <Icon name="check" size={12} />}
      </span>
      <TagDot name={choice.name} color={choice.color} />
      <span className={finder.label} dir="auto">
        {choice.count === null ? text.tagDialog.create(choice.name) : <Marked text={choice.name} marks={choice.marks} />}
      </span>
      {carried === 'some' && <span className="visually-hidden">{text.tagDialog.some}</span>}
      {choice.count !== null && <span className={finder.note}>{text.figure(choice.count)}</span>}
    </Combobox.Item>
  );
}

function recentOf(stored: string): readonly string[] {
  try {
    return recentSchema.parse(JSON.parse(stored));
  } catch {
    return [];
  }
}

/** How far each tag is carried by a target when the dialog opens. */
function useCarried(target: Target): ReadonlyMap<string, Carried> {
  const archive = useArchive();
  const cache = useQueryClient();
  const { ids, rows, selection, size } = target;
  const query = 'query' in selection ? selection.query : '';
  const { data: facets } = useQuery({
    queryKey: ['facets', query, false, 200],
    queryFn: ({ signal }) => archive.facets({ query, limit: 200 }, signal),
    enabled: ids === null,
  });
  const [known] = useState(() => {
    const listed = new Map(rows.map((row) => [row.id, row.tags]));
    return carriedBy(
      (ids ?? []).map(
        (id) => listed.get(id) ?? cache.getQueryData<ConversationDetail>(['conversation', id])?.conversation.tags ?? [],
      ),
    );
  });
  return useMemo(() => {
    if (ids !== null) return known;
    const values = facets?.facets.find(({ name }) => name === 'tag')?.values ?? [];
    return new Map(values.map(({ value, count }): [string, Carried] => [value, count === size ? 'all' : 'some']));
  }, [ids, known, facets, size]);
}
