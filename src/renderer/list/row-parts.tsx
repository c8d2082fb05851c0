/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the list has the keys, see the command table */
import type { MouseEvent } from 'react';
import { providerNames, type Passage, type SearchRow, type Tag } from '../../shared/contract.ts';
import { onlyThere } from '../../shared/tags-there.ts';
import { list as text } from '../messages/index.ts';
import { formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Marked } from '../ui/marked.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { TagChip } from '../ui/tag-chip.tsx';
import styles from './row-parts.module.css';
import type { Shelf } from '../../shared/query/shelf.ts';

/** What a row of the list is drawn from, as a card or as a line of the table. */
export interface RowProps {
  readonly row: SearchRow;
  readonly id: string;
  readonly index: number;
  readonly current: boolean;
  readonly picked: boolean;
  /** Something is picked. */
  readonly picking: boolean;
  readonly tags: ReadonlyMap<string, Tag>;
  /** What the whole list is of, which no row needs to say. */
  readonly shelf: Shelf | null;
  /** Messages that hit; undefined: not known. */
  readonly hits: number | undefined;
  /** Every hit is listed under it. */
  readonly spread: boolean;
  /** The query has hits to list. */
  readonly canSpread: boolean;
  readonly onOpen: (row: SearchRow, passage: Passage | null) => void;
  readonly onSpread: (id: string) => void;
  readonly onPick: (row: SearchRow, how: 'toggle' | 'range') => void;
}

/** What a click on a row does: it opens; with Shift it picks up to here, with Ctrl it picks this one. */
export function clicked(event: MouseEvent, { row, onOpen, onPick }: RowProps, passage: Passage | null): void {
  event.stopPropagation();
  if (event.shiftKey) onPick(row, 'range');
  else if (event.ctrlKey || event.metaKey) onPick(row, 'toggle');
  else onOpen(row, passage);
}

/** A press with Shift marks text otherwise. */
export function pressed(event: MouseEvent): void {
  if (event.shiftKey) event.preventDefault();
}

/** The provider's mark; under the pointer, and while something is picked, the box that picks. */
export function Mark(props: RowProps) {
  const { row, picked, picking, onPick } = props;
  return (
    <span
      className={styles.mark}
      data-picked={picked || undefined}
      data-picking={picking || undefined}
      onClick={(event) => {
        event.stopPropagation();
        onPick(row, event.shiftKey ? 'range' : 'toggle');
      }}
    >
      <span className={styles.provider} title={providerNames[row.provider]}>
        <ProviderMark provider={row.provider} />
      </span>
      <span className={styles.box} aria-hidden="true">
        {picked && <Icon name="check" size={12} />}
      </span>
    </span>
  );
}

export function Title({ row }: Pick<RowProps, 'row'>) {
  const title = row.passages.find((passage) => passage.in === 'title');
  return title ? <Marked text={title.text} marks={title.marks} /> : row.title;
}

export function StarMark({ row }: Pick<RowProps, 'row'>) {
  return (
    <span className={styles.star} title={row.starredThere ? text.starredThere(providerNames[row.provider]) : undefined}>
      <Icon name="star" size={12} filled />
      <span className="visually-hidden">{text.starred}</span>
    </span>
  );
}

export function NoteMark() {
  return (
    <span className={styles.note}>
      <Icon name="note" size={12} />
      <span className="visually-hidden">{text.noted}</span>
    </span>
  );
}

/** Archived, or in the trash: said wherever such a row is listed. */
export function State({ row, shelf }: Pick<RowProps, 'row' | 'shelf'>) {
  const state = row.trashed ? 'trashed' : row.archived ? 'archived' : null;
  if (state === null || state === shelf) return null;
  return <span className={styles.state}>{text[state]}</span>;
}

/** A newer export no longer has it, or its files were deleted: the archive's copy is the only one. */
export function isOnlyHere({ inNewestExport, originalDeleted }: SearchRow): boolean {
  return originalDeleted || inNewestExport === false;
}

/** The first tags of a row; how many more there are. */
export function Tags({ row, tags, most }: Pick<RowProps, 'row' | 'tags'> & { readonly most: number }) {
  const there = onlyThere(row);
  const all = [...row.tags, ...there];
  if (all.length === 0) return null;
  const more = all.length - most;
  const lines = [row.tags.join(', '), there.length === 0 ? '' : text.tagsThere(providerNames[row.provider], there)];
  return (
    <span className={styles.tags} title={lines.filter((line) => line !== '').join('\n')}>
      {all.slice(0, most).map((name, place) => (
        <TagChip key={name} name={name} color={tags.get(name)?.color ?? null} there={place >= row.tags.length} />
      ))}
      {more > 0 && (
        <span className={styles.moreTags}>
          <span aria-hidden="true">+{more}</span>
          <span className="visually-hidden">{text.moreTags(more)}</span>
        </span>
      )}
    </span>
  );
}

/** The passages of a row, the last with how many there are beside them. */
export function Passages(props: RowProps & { readonly passages: readonly Passage[] }) {
  const { row, passages, hits, onSpread } = props;
  const more = (hits ?? 0) - new Set(passages.flatMap(({ messageIndex }) => (messageIndex < 0 ? [] : messageIndex))).size;
  return passages.map((passage, place) => (
    <span
      key={`${passage.in}:${passage.messageIndex}:${passage.partIndex}`}
      className={styles.passage}
      onClick={(event) => clicked(event, props, passage)}
    >
      <span className={styles.found}>
        <PassageText passage={passage} />
      </span>
      {more > 0 && place === passages.length - 1 && (
        <span
          className={styles.morePassages}
          title={text.spreadHow}
          onClick={(event) => {
            event.stopPropagation();
            onSpread(row.id);
          }}
        >
          {text.morePassages(more)}
        </span>
      )}
    </span>
  ));
}

export function PassageText({ passage }: { readonly passage: Passage }) {
  const kind = text.kinds[passage.in];
  return (
    <>
      {kind && <span className={styles.kind}>{kind}</span>}
      {!passage.onActivePath && <span className={styles.kind}>{text.otherBranch}</span>}
      <bdi>
        <Marked {...fromMark(passage)} />
      </bdi>
    </>
  );
}

/** How many messages of a conversation there are, and how many of them hit; that lists them all, or the best again. */
export function MessageFigure({ row, hits, spread, canSpread, onSpread }: RowProps) {
  if (!canSpread || hits === undefined || hits === 0) return formatNumber(row.messages);
  return (
    <span
      className={styles.hits}
      data-spread={spread || undefined}
      title={spread ? text.gatherHow : text.spreadHow}
      onClick={(event) => {
        event.stopPropagation();
        onSpread(row.id);
      }}
    >
      <span className="visually-hidden">{text.hitsOf(hits, row.messages)}</span>
      <span aria-hidden="true">
        <b>{formatNumber(hits)}</b> {text.ofAll} {formatNumber(row.messages)}
      </span>
    </span>
  );
}

/** Characters of a line before its first mark: more would push the mark out of a narrow list. */
const before = 30;

/** A passage cut so that its first mark is in sight. */
export function fromMark({ text: line, marks }: Pick<Passage, 'text' | 'marks'>): Pick<Passage, 'text' | 'marks'> {
  const first = marks[0]?.[0] ?? 0;
  if (first <= before) return { text: line, marks };
  const space = line.indexOf(' ', first - before);
  const cut = space === -1 || space >= first ? first - before : space + 1;
  return { text: `… ${line.slice(cut)}`, marks: marks.map(([from, to]) => [from - cut + 2, to - cut + 2]) };
}
