import { memo, useState, type ReactNode } from 'react';
import { parts as text } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { CopyButton } from '../copy-button.tsx';
import { useWhole } from '../whole.ts';
import type { DiffLine, FileDiff, Hunk } from './changes.ts';
import styles from './diff-view.module.css';

/** Unchanged lines kept around a change, and the length from which those between are folded. */
const context = 3;
const longContext = 10;
/** Lines of a file above which only the first are drawn. */
const mostLines = 160;

/** Changed files, one under the other. */
export const DiffView = memo(function DiffView({ files }: { readonly files: readonly FileDiff[] }) {
  return files.map((file, at) => <FileView key={at} file={file} />);
});

function FileView({ file }: { readonly file: FileDiff }) {
  const [whole, showWhole] = useWhole();
  const lines = file.hunks.flatMap((hunk) => hunk.lines);
  const added = lines.filter(({ kind }) => kind === 'added').length;
  const removed = lines.filter(({ kind }) => kind === 'removed').length;
  const numbered = lines.some(({ before, after }) => before !== null || after !== null);
  const name = file.path ?? text.diff;
  const cut = !whole && lines.length > mostLines + 20;
  return (
    <figure className={styles.file}>
      <figcaption className={styles.head}>
        <span className={styles.path} title={name}>
          {name}
        </span>
        {file.movedTo !== null && (
          <span className={styles.path} title={file.movedTo}>
            <Icon name="chevron-right" size={11} /> {file.movedTo}
          </span>
        )}
        {file.verb !== 'update' && <span className={styles.verb}>{text.verbs[file.verb]}</span>}
        <span className={styles.counts}>
          <span className={styles.plus}>
            <span aria-hidden="true">+{added}</span>
            <span className="visually-hidden">{text.addedLines(added)}</span>
          </span>
          <span className={styles.minus}>
            <span aria-hidden="true">−{removed}</span>
            <span className="visually-hidden">{text.removedLines(removed)}</span>
          </span>
        </span>
        <CopyButton className={styles.copy} value={() => patchText(file)} what={name} />
      </figcaption>
      <div
        className={styles.code}
        data-numbered={numbered || undefined}
        tabIndex={0}
        role="group"
        aria-label={text.changesIn(name)}
      >
        {(cut ? firstLines(file.hunks, mostLines) : file.hunks).map((hunk, at) => (
          <HunkView key={at} hunk={hunk} first={at === 0} />
        ))}
      </div>
      {cut && (
        <Button className={styles.gap} onClick={showWhole}>
          {text.showAllLines(lines.length)}
        </Button>
      )}
    </figure>
  );
}

function firstLines(hunks: readonly Hunk[], most: number): readonly Hunk[] {
  const kept: Hunk[] = [];
  let left = most;
  for (const hunk of hunks) {
    if (left <= 0) break;
    kept.push({ heading: hunk.heading, lines: hunk.lines.slice(0, left) });
    left -= hunk.lines.length;
  }
  return kept;
}

function HunkView({ hunk, first }: { readonly hunk: Hunk; readonly first: boolean }) {
  const [whole] = useWhole();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const rows: ReactNode[] = [];
  const { lines } = hunk;
  let at = 0;
  while (at < lines.length) {
    let end = at;
    while (lines[end]?.kind === 'same') end++;
    const from = at === 0 ? at : at + context;
    const to = end === lines.length ? end : end - context;
    if (!whole && !open.has(at) && end - at >= longContext && to - from > 2) {
      const place = at;
      rows.push(...lines.slice(at, from).map((line, offset) => <Row key={at + offset} line={line} />));
      rows.push(
        <button type="button" key={`fold ${at}`} className={styles.fold} onClick={() => setOpen(new Set(open).add(place))}>
          {text.unchangedLines(to - from)}
        </button>,
      );
      rows.push(...lines.slice(to, end).map((line, offset) => <Row key={to + offset} line={line} />));
    } else rows.push(...lines.slice(at, end).map((line, offset) => <Row key={at + offset} line={line} />));
    at = end;
    while (at < lines.length && lines[at]?.kind !== 'same') {
      const line = lines[at];
      if (line) rows.push(<Row key={at} line={line} />);
      at++;
    }
  }
  return (
    <>
      {(!first || hunk.heading !== '') && <div className={styles.heading}>{hunk.heading === '' ? '⋯' : hunk.heading}</div>}
      {rows}
    </>
  );
}

const signs = { same: ' ', added: '+', removed: '−' } as const;
const tags = { same: 'div', added: 'ins', removed: 'del' } as const;

function Row({ line }: { readonly line: DiffLine }) {
  const Tag = tags[line.kind];
  return (
    <Tag className={styles.row} data-kind={line.kind}>
      <span className={styles.number} aria-hidden="true">
        {line.before ?? ''}
      </span>
      <span className={styles.number} aria-hidden="true">
        {line.after ?? ''}
      </span>
      <span className={styles.sign} aria-hidden="true">
        {signs[line.kind]}
      </span>
      <span className={styles.text}>{emphasised(line)}</span>
    </Tag>
  );
}

function emphasised({ text: content, marks }: DiffLine): ReactNode {
  if (marks.length === 0) return content === '' ? '\n' : content;
  const pieces: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    pieces.push(content.slice(at, from), <b key={from}>{content.slice(from, to)}</b>);
    at = to;
  }
  pieces.push(content.slice(at));
  return pieces;
}

function patchText({ hunks }: FileDiff): string {
  const marks = { same: ' ', added: '+', removed: '-' } as const;
  return hunks.map(({ lines }) => lines.map((line) => `${marks[line.kind]}${line.text}`).join('\n')).join('\n');
}
