import type { Run } from './terminal.ts';
import styles from './terminal-line.module.css';

/** One line of a terminal. */
export function TerminalLine({ line, last }: { readonly line: readonly Run[]; readonly last: boolean }) {
  return (
    <>
      {line.map((run, at) =>
        isPlain(run) ? (
          run.text
        ) : (
          <span key={at} {...looks(run)}>
            {run.text}
          </span>
        ),
      )}
      {!last && '\n'}
    </>
  );
}

function isPlain({ text: _text, color, background, ...looks }: Run): boolean {
  return color === null && background === null && Object.values(looks).every((look) => !look);
}

function looks(run: Run) {
  const { bold, dim, italic, underline, struck, reverse } = run;
  const names = { bold, dim, italic, underline, struck, reverse };
  const look = Object.entries(names).flatMap(([name, on]) => (on ? [name] : []));
  return {
    className: styles.run,
    'data-color': run.color ?? undefined,
    'data-background': run.background ?? undefined,
    'data-look': look.length > 0 ? look.join(' ') : undefined,
  };
}
