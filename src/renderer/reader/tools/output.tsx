import { parts as text } from '../../messages/index.ts';
import { isTerminal } from '../ansi/terminal.ts';
import { CodeBlock } from '../code-block.tsx';
import { DiffView } from '../diff/diff-view.tsx';
import { unifiedPatch } from '../diff/patches.ts';
import { JsonView } from './json-view.tsx';
import { parsedJson } from './tidy-json.ts';
import type { OutputProps } from './kind.ts';
import styles from './tools.module.css';

/** What came back, as it is: a terminal's text, JSON, a patch, or plain. */
export function Output({ result }: OutputProps) {
  return <OutputText source={result.text} />;
}

export function OutputText({
  source,
  label = text.output,
  language = '',
  firstLine,
}: {
  readonly source: string;
  readonly label?: string;
  readonly language?: string;
  readonly firstLine?: number | undefined;
}) {
  if (source.trim() === '') return <p className={styles.nothing}>{text.noOutput}</p>;
  const json = parsedJson(source);
  if (json !== null) return <JsonView value={json} source={source} label={label} />;
  if (label === text.output && source.length <= 160 && !source.trim().includes('\n') && !isTerminal(source))
    return <p className={styles.said}>{source}</p>;
  if (source.startsWith('diff --git ')) {
    const files = unifiedPatch(source);
    if (files) return <DiffView files={files} />;
  }
  return (
    <CodeBlock
      text={source}
      label={label}
      kind="output"
      language={language}
      terminal={isTerminal(source)}
      firstLine={firstLine}
    />
  );
}
