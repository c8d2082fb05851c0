import { memo, useMemo, useState, type ReactNode } from 'react';
import { parts as text } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import colours from '../code/coloured.module.css';
import type { Piece } from '../code/colours.ts';
import { languageOfFile } from '../code/languages.ts';
import { useColours } from '../code/use-colours.ts';
import { CopyButton } from '../copy-button.tsx';
import { useWhole } from '../whole.ts';
import type { DiffLine, FileDiff, Hunk } from './changes.ts';
import styles from './diff-view.module.css';
import { cutAt, sideOf, type Cut } from './pieces.ts';

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
          <HunkView key={at} hunk={hunk} language={languageOfFile(file.movedTo ?? name) ?? ''} first={at === 0} />
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

function HunkView({ hunk, language, first }: { readonly hunk: Hunk; readonly language: string; readonly first: boolean }) {
  const [whole] = useWhole();
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const rows: ReactNode[] = [];
  const { lines } = hunk;
  // Each side is a text of its own: a line of the other in between would break what goes on over several.
  const before = useMemo(() => sideOf(lines, 'removed'), [lines]);
  const after = useMemo(() => sideOf(lines, 'added'), [lines]);
  const colouredBefore = useColours(before.text, before.own ? language : '');
  const colouredAfter = useColours(after.text, language);
  const draw = (place: number): ReactNode => {
    const line = lines[place];
    if (!line) return null;
    const pieces =
      line.kind === 'removed' ? colouredBefore?.[before.places[place] ?? -1] : colouredAfter?.[after.places[place] ?? -1];
    return <Row key={place} line={line} pieces={pieces} />;
  };
  const drawAll = (from: number, to: number): ReactNode[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, offset) => draw(from + offset));
  let at = 0;
  while (at < lines.length) {
    let end = at;
    while (lines[end]?.kind === 'same') end++;
    const from = at === 0 ? at : at + context;
    const to = end === lines.length ? end : end - context;
    if (!whole && !open.has(at) && end - at >= longContext && to - from > 2) {
      const place = at;
      rows.push(...drawAll(at, from));
      rows.push(
        <button type="button" key={`fold ${at}`} className={styles.fold} onClick={() => setOpen(new Set(open).add(place))}>
          {text.unchangedLines(to - from)}
        </button>,
      );
      rows.push(...drawAll(to, end));
    } else rows.push(...drawAll(at, end));
    at = end;
    while (at < lines.length && lines[at]?.kind !== 'same') {
      rows.push(draw(at));
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

function Row({ line, pieces }: { readonly line: DiffLine; readonly pieces: readonly Piece[] | undefined }) {
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
      <span className={`${styles.text} ${colours.coloured}`}>{line.text === '' ? '\n' : cutAt(line, pieces).map(drawn)}</span>
    </Tag>
  );
}

function drawn({ text: content, colour, marked }: Cut, key: number): ReactNode {
  if (marked) return <b key={key}>{content}</b>;
  return colour === null ? (
    content
  ) : (
    <span key={key} data-colour={colour}>
      {content}
    </span>
  );
}

function patchText({ hunks }: FileDiff): string {
  const marks = { same: ' ', added: '+', removed: '-' } as const;
  return hunks.map(({ lines }) => lines.map((line) => `${marks[line.kind]}${line.text}`).join('\n')).join('\n');
}
