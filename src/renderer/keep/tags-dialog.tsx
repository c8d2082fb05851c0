import { useState } from 'react';
import type { Tag } from '../../shared/contract.ts';
import { quote } from '../../shared/query/format.ts';
import type { TagColor } from '../../shared/requests.ts';
import { useTags } from '../archive.ts';
import { ranked } from '../commands/fuzzy.ts';
import { keep as text } from '../messages/index.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Live } from '../ui/live.tsx';
import { useChanges } from './changes.ts';
import form from './form.module.css';
import { byName } from './tag-choices.ts';
import { TagRow } from './tag-row.tsx';
import styles from './tags-dialog.module.css';

const words = text.tags;
/** Fewer tags than this are seen at a glance. */
const worthFiltering = 8;

/** Every tag: its colour, its name, how many carry it; renamed, merged and deleted everywhere at once. */
export function TagsDialog({ onClose, onShow }: { readonly onClose: () => void; readonly onShow: (query: string) => void }) {
  const tags = useTags();
  const { make } = useChanges();
  const [filter, setFilter] = useState('');
  const [merging, setMerging] = useState<{ readonly from: Tag; readonly into: Tag } | null>(null);
  const all = [...tags.values()].sort((a, b) => byName(a.name, b.name));
  const shown = ranked(filter, all, ({ name }) => name).map(({ item }) => item);

  const change = (tag: Tag, to: { readonly to?: string; readonly color?: TagColor | null }, told: string): void => {
    void make({ ask: (archive) => archive.changeTag({ name: tag.name, ...to }), told: () => told, idle: null, always: true });
  };
  const rename = (tag: Tag, to: string): void => {
    const other = all.find(({ name }) => name !== tag.name && name.toLowerCase() === to.toLowerCase());
    if (other) setMerging({ from: tag, into: other });
    else if (to !== '' && to !== tag.name) change(tag, { to }, words.renamed(tag.name, to));
  };
  const recolor = (tag: Tag, color: TagColor | null): void => {
    change(tag, { color }, words.recoloured(tag.name, color === null ? words.automatic : text.colors[color]));
  };
  const remove = ({ name }: Tag): void => {
    void make({ ask: (archive) => archive.deleteTag({ name }), told: () => words.deleted(name), idle: null, always: true });
  };

  return (
    <Dialog open onClose={onClose} title={words.title}>
      {all.length === 0 ? (
        <p className={form.hint}>{words.none}</p>
      ) : (
        <>
          {all.length >= worthFiltering && (
            <input
              data-first-focus=""
              className={`${form.input} ${styles.filter}`}
              aria-label={words.filter}
              placeholder={words.filter}
              value={filter}
              spellCheck={false}
              onChange={(event) => setFilter(event.target.value)}
            />
          )}
          {shown.length === 0 && <p className={form.hint}>{words.nothing(filter)}</p>}
          <ul className={styles.list} aria-label={words.list}>
            {shown.map((tag) => (
              <TagRow
                key={tag.name}
                tag={tag}
                onRename={(to) => rename(tag, to)}
                onColor={(color) => recolor(tag, color)}
                onDelete={() => remove(tag)}
                onShow={() => onShow(`tag:${quote(tag.name)}`)}
              />
            ))}
          </ul>
          <Live text={filter === '' ? '' : words.found(shown.length)} />
        </>
      )}
      <Confirm
        open={merging !== null}
        title={merging ? words.mergeTitle(merging.from.name, merging.into.name) : ''}
        confirm={words.merge}
        cancel={text.cancel}
        onConfirm={() =>
          merging && change(merging.from, { to: merging.into.name }, words.merged(merging.from.name, merging.into.name))
        }
        onClose={() => setMerging(null)}
      >
        {merging && words.mergeBody(merging.from.conversations, merging.from.name, merging.into.name)}
      </Confirm>
    </Dialog>
  );
}
