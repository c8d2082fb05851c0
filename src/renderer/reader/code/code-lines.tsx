import { useMemo, useState, type ReactNode } from 'react';
import { parts as text } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import { terminalLines } from '../ansi/terminal.ts';
import { TerminalLine } from '../ansi/terminal-line.tsx';
import styles from './code-lines.module.css';
import colours from './coloured.module.css';
import type { Coloured, Piece } from './colours.ts';
import { mostOfWhole, useWhole } from '../whole.ts';
import { useColours } from './use-colours.ts';

/** Characters drawn at first, and the factor by which each step draws more: a log of megabytes must not stop the window. */
const mostCharacters = 100_000;
const step = 5;

interface Range {
  /** Lines, the last one not included. */
  readonly from: number;
  readonly to: number;
}

/** Some lines of a text, in colours once they are known. */
export function CodeLines({
  source,
  language,
  terminal = false,
  name,
  from,
  to,
  wrap = false,
  firstLine,
}: Range & {
  readonly source: string;
  readonly language: string;
  readonly terminal?: boolean;
  readonly name: string;
  readonly wrap?: boolean;
  readonly firstLine?: number | undefined;
}) {
  const [asked, setMost] = useState(mostCharacters);
  const [whole] = useWhole();
  const most = whole ? Math.max(asked, mostOfWhole) : asked;
  const coloured = useColours(source, terminal ? '' : language);
  const plain = useMemo(() => linesBetween(source, from, to), [source, from, to]);
  const shown = plain.length > most ? plain.slice(0, most) : plain;
  return (
    <>
      {/* Scrolls sideways, so the keyboard must reach it. */}
      <pre className={styles.code} data-wrap={wrap || undefined} tabIndex={0} aria-label={name} role="group">
        {firstLine !== undefined && shown.length === plain.length && !wrap && (
          <span className={styles.numbers} aria-hidden="true">
            {Array.from({ length: to - from }, (_, at) => firstLine + from + at).join('\n')}
          </span>
        )}
        <code className={colours.coloured}>
          {terminal ? (
            <Terminal source={shown} />
          ) : coloured && shown.length === plain.length ? (
            piecesOf(coloured, from, to)
          ) : (
            shown
          )}
        </code>
      </pre>
      {plain.length > most && (
        <Button className={styles.more} onClick={() => setMost(most * step)}>
          {text.moreCharacters(plain.length - most)}
        </Button>
      )}
    </>
  );
}

function Terminal({ source }: { readonly source: string }) {
  const lines = useMemo(() => terminalLines(source), [source]);
  return lines.map((line, at) => <TerminalLine key={at} line={line} last={at === lines.length - 1} />);
}

function piecesOf(coloured: Coloured, from: number, to: number): ReactNode[] {
  const pieces: ReactNode[] = [];
  coloured.slice(from, to).forEach((line, at) => {
    if (at > 0) pieces.push('\n');
    line.forEach((piece, place) => pieces.push(drawn(piece, `${at} ${place}`)));
  });
  return pieces;
}

function drawn([content, colour]: Piece, key: string): ReactNode {
  return colour === null ? (
    content
  ) : (
    <span key={key} data-colour={colour}>
      {content}
    </span>
  );
}

/** The lines of a text from one to before another, without the last break. */
export function linesBetween(source: string, from: number, to: number): string {
  let start = 0;
  for (let line = 0; line < from; line++) {
    const at = source.indexOf('\n', start);
    if (at === -1) return '';
    start = at + 1;
  }
  let end = start - 1;
  for (let line = from; line < to; line++) {
    const at = source.indexOf('\n', end + 1);
    if (at === -1) return source.slice(start);
    end = at;
  }
  return source.slice(start, Math.max(start, end));
}
