import { Autocomplete } from '@base-ui/react/autocomplete';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { memo, useMemo, useRef, useState, type RefObject } from 'react';
import { providerIds } from '../../shared/model.ts';
import { useArchive, useFacets, useSavedSearches, useSetting, useTags } from '../archive.ts';
import { commands as text } from '../messages/index.ts';
import { Finder, FinderField, FinderFoot } from '../ui/finder.tsx';
import finder from '../ui/finder.module.css';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Marked } from '../ui/marked.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { TagDot } from '../ui/tag-chip.tsx';
import { go } from '../view.ts';
import { ChordHint } from './chord-hint.tsx';
import { commandIcons } from './icons.ts';
import { canRun, runCommand, titleNow, useCommand } from './keyboard.ts';
import { entryGroups, titleQuery, type Entry, type EntryGroup } from './palette-entries.ts';
import { recentCommands, storedWith } from './recent.ts';

/** The command palette, and the hint of what may follow `g`. Once. */
export function Palette() {
  const [open, setOpen] = useState(false);
  // What was chosen runs when the palette is gone, with the focus where it was.
  const chosen = useRef<(() => void) | null>(null);
  useCommand('palette', () => setOpen(true));
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Finder
        title={text.palette.title}
        open={open}
        input={input}
        onClose={() => setOpen(false)}
        onClosed={() => {
          const run = chosen.current;
          chosen.current = null;
          run?.();
        }}
      >
        <Search
          input={input}
          onChoose={(run) => {
            chosen.current = run;
            setOpen(false);
          }}
        />
      </Finder>
      <ChordHint />
    </>
  );
}

const found = 6;
const browse = { page: 'browse', run: null, at: null, raw: false, find: '' } as const;

function Search({
  input,
  onChoose,
}: {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly onChoose: (run: () => void) => void;
}) {
  const archive = useArchive();
  const [typed, setTyped] = useState('');
  const [stored, store] = useSetting('palette.recent', '[]');
  const [recent] = useState(() => recentCommands(stored));
  const tags = useTags();
  const { data: saved } = useSavedSearches();
  const { data: facets } = useFacets('', false, 30);
  const query = titleQuery(typed);
  const { data: titles } = useQuery({
    queryKey: ['titles', query],
    queryFn: ({ signal }) => archive.search({ query, typing: true, limit: found, passages: 1 }, signal),
    enabled: query !== '',
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
  const groups = useMemo(
    () =>
      entryGroups(typed, {
        canRun,
        titleOf: titleNow,
        recent,
        tags: [...tags.values()],
        saved: saved ?? [],
        providers: (facets?.facets.find(({ name }) => name === 'provider')?.values ?? []).flatMap(({ value, count }) => {
          const provider = providerIds.find((id) => id === value);
          return provider ? [{ provider, count }] : [];
        }),
        conversations: query === '' ? [] : (titles?.rows ?? []),
      }),
    [typed, recent, tags, saved, facets, query, titles],
  );

  const choose = (entry: Entry): void => {
    if (entry.kind === 'command') {
      const { id } = entry.command;
      store(storedWith(stored, id));
      onChoose(() => runCommand(id));
    } else if (entry.kind === 'conversation') onChoose(() => go({ ...browse, open: entry.row.id }));
    else if (entry.kind === 'saved') {
      const { query: asked, sort, reverse } = entry.search;
      onChoose(() => go({ ...browse, query: asked, sort, reverse, open: null }));
    } else onChoose(() => go({ ...browse, query: entry.query, open: null }));
  };

  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      autoHighlight="always"
      keepHighlight
      items={groups}
      value={typed}
      itemToStringValue={(entry: Entry) => entry.label}
      onValueChange={(value, { reason }) => reason !== 'item-press' && setTyped(value)}
    >
      <FinderField icon="search">
        <Autocomplete.Input
          ref={input}
          className={finder.input}
          aria-label={text.palette.label}
          placeholder={text.palette.placeholder}
          spellCheck={false}
        />
      </FinderField>
      <Autocomplete.List className={finder.list} aria-label={text.palette.results}>
        {(group: EntryGroup) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className={finder.group}>{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(entry: Entry) => (
                <Autocomplete.Item key={entry.key} value={entry} className={finder.item} onClick={() => choose(entry)}>
                  <Line entry={entry} />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <FinderFoot
        hints={[
          { keys: 'Enter', does: text.palette.run },
          { keys: 'Escape', does: text.palette.close },
        ]}
      />
    </Autocomplete.Root>
  );
}

const Line = memo(function Line({ entry }: { readonly entry: Entry }) {
  return (
    <>
      <span className={finder.mark}>
        <Mark entry={entry} />
      </span>
      <span className={finder.label} dir="auto">
        <Marked text={entry.label} marks={entry.marks} />
      </span>
      {entry.kind === 'command' && entry.command.keys[0] !== undefined && <Kbd keys={entry.command.keys[0]} />}
      {entry.kind === 'tag' && <span className={finder.note}>{text.palette.figure(entry.tag.conversations)}</span>}
      {entry.kind === 'provider' && <span className={finder.note}>{text.palette.figure(entry.count)}</span>}
    </>
  );
});

function Mark({ entry }: { readonly entry: Entry }) {
  switch (entry.kind) {
    case 'tag':
      return <TagDot name={entry.tag.name} color={entry.tag.color} />;
    case 'provider':
      return <ProviderMark provider={entry.provider} />;
    case 'conversation':
      return <ProviderMark provider={entry.row.provider} />;
    case 'saved':
      return <Icon name="saved-search" />;
    case 'search':
      return <Icon name="search" />;
    case 'command': {
      const icon = commandIcons.get(entry.command.id);
      return icon ? <Icon name={icon} /> : null;
    }
  }
}
