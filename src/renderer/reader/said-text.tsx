import { countWords } from '../../shared/readable.ts';
import { parts as text } from '../messages/index.ts';
import { Icon } from '../ui/icon.tsx';
import { Fold } from './fold.tsx';
import { Markdown } from './markdown.tsx';
import { PlainText } from './plain-text.tsx';
import styles from './part.module.css';

/** Characters of pasted text, or of a notice, that are shown without being asked for. */
const shortText = 400;

/** What was said: typed, or pasted, put in by the program, or a command, each told apart from what was typed. */
export function SaidText({
  source,
  from,
  partKey,
  fromPerson,
  inAnswer,
}: {
  readonly source: string;
  readonly from: 'pasted' | 'injected' | 'command' | undefined;
  readonly partKey: string;
  readonly fromPerson: boolean;
  readonly inAnswer: boolean;
}) {
  if (from === 'command') {
    return (
      <p data-part={partKey} className={styles.command}>
        <Icon name="shell" size={13} />
        <span className="visually-hidden">{text.command}: </span>
        <code>{source}</code>
      </p>
    );
  }
  if (from === 'injected' || from === 'pasted') {
    const label = from === 'pasted' ? text.pasted : inAnswer ? text.notice : text.injected;
    const short = (from === 'pasted' || inAnswer) && source.length <= shortText;
    return (
      <Fold
        foldKey={partKey}
        icon={from === 'pasted' ? 'paste' : inAnswer ? 'warning' : 'plug'}
        label={label}
        summary={short && inAnswer ? undefined : `${sizeOf(source)} · ${source.slice(0, 160).replaceAll(/\s+/g, ' ').trim()}`}
        otherwise={short}
      >
        <div data-part={partKey} className={styles.aside} tabIndex={0} role="group" aria-label={label}>
          <PlainText text={source} />
        </div>
      </Fold>
    );
  }
  return (
    <div data-part={partKey}>
      <Markdown text={source} breaks={fromPerson} />
    </div>
  );
}

/** How long a text is, in the figure that says it best. */
function sizeOf(source: string): string {
  const lines = source.split('\n').length;
  return lines > 30 ? text.lines(lines) : text.words(countWords(source));
}
