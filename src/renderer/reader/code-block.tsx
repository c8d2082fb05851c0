import { memo, type ReactNode } from 'react';
import { parts as text } from '../messages/index.ts';
import { Button, IconButton } from '../ui/button.tsx';
import type { IconName } from '../ui/icon.tsx';
import { CodeLines } from './code/code-lines.tsx';
import styles from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';
import { useWrap } from './use-wrap.ts';
import { useWhole } from './whole.ts';

/** Lines above which code is cut, and how many are shown then. */
const code = { most: 48, head: 40, tail: 0 };
/** The same for output, of which the end says how it went. */
const output = { most: 40, head: 20, tail: 10 };

/** Code or output in a box of its own: coloured, copied, wrapped or scrolled inside itself, cut when long. */
export const CodeBlock = memo(function CodeBlock({
  text: source,
  language = '',
  label,
  kind = 'code',
  terminal = false,
  firstLine,
  icon,
  tools,
}: {
  readonly text: string;
  readonly language?: string;
  /** Named in the head instead of the language. */
  readonly label?: string;
  readonly kind?: 'code' | 'output';
  /** The text came from a terminal: its escape sequences are drawn. */
  readonly terminal?: boolean;
  /** The number of the first line, where numbers help. */
  readonly firstLine?: number | undefined;
  readonly icon?: IconName;
  readonly tools?: ReactNode;
}) {
  const name = label ?? language;
  const [wrap, toggleWrap] = useWrap();
  const lines = lineCount(source);
  return (
    <figure className={styles.block}>
      <figcaption className={styles.head}>
        <span className={styles.language}>{name || text.plain}</span>
        {lines > 1 && <span className={styles.lines}>{text.lines(lines)}</span>}
        <span className={styles.tools}>
          {tools}
          <IconButton icon={icon ?? 'wrap'} label={wrap ? text.unwrap : text.wrap} aria-pressed={wrap} onClick={toggleWrap} />
          <CopyButton value={() => source} what={name || text.code} />
        </span>
      </figcaption>
      <Body
        source={source}
        language={language}
        name={name || text.code}
        cut={kind === 'code' ? code : output}
        wrap={wrap}
        terminal={terminal}
        firstLine={firstLine}
      />
    </figure>
  );
});

function Body({
  source,
  language,
  name,
  cut,
  wrap,
  terminal,
  firstLine,
}: {
  readonly source: string;
  readonly language: string;
  readonly name: string;
  readonly cut: typeof code;
  readonly wrap: boolean;
  readonly terminal: boolean;
  readonly firstLine: number | undefined;
}) {
  const [whole, showWhole] = useWhole();
  const total = lineCount(source);
  const shared = { source, language, terminal, wrap, firstLine };
  if (whole || total <= cut.most) return <CodeLines {...shared} name={name} from={0} to={total} />;
  const tail = total - cut.tail;
  return (
    <>
      <CodeLines {...shared} name={name} from={0} to={cut.head} />
      <Button className={styles.gap} onClick={showWhole} aria-expanded={false}>
        {cut.tail === 0 ? text.showAllLines(total) : text.linesBetween(tail - cut.head)}
      </Button>
      {cut.tail > 0 && <CodeLines {...shared} name={text.theEndOf(name)} from={tail} to={total} />}
    </>
  );
}

/** Lines of a text; a break at the end begins no line. */
export function lineCount(source: string): number {
  if (source === '') return 0;
  let lines = 1;
  for (let at = source.indexOf('\n'); at !== -1 && at < source.length - 1; at = source.indexOf('\n', at + 1)) lines++;
  return lines;
}
