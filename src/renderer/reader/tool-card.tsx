import type { ToolCallPart, ToolResultPart } from '../../shared/model.ts';
import { Icon } from '../ui/icon.tsx';
import { count } from '../ui/format.ts';
import { CodeBlock } from './code-block.tsx';
import { Fold } from './fold.tsx';
import { partKey } from './folds.ts';
import styles from './tool-card.module.css';
import { programOf, tidy, toolSummary } from './tool-summary.ts';

/** Where a part stands: what hits and folds are found by. */
export interface Spot {
  readonly message: number;
  readonly part: number;
}

/** A call and, under it, the result that answers it. */
export function ToolCard({
  call,
  spot,
  result,
  onOpenThread,
}: {
  readonly call: ToolCallPart;
  readonly spot: Spot;
  readonly result: { readonly part: ToolResultPart; readonly spot: Spot } | null;
  readonly onOpenThread: (nativeId: string) => void;
}) {
  const program = programOf(call.input);
  const { thread } = call;
  return (
    <Fold
      foldKey={partKey(spot.message, spot.part)}
      icon={thread ? 'subagent' : 'tool'}
      label={call.name}
      summary={toolSummary(call)}
      state={<Outcome result={result?.part ?? null} />}
      tone="card"
    >
      <div data-part={partKey(spot.message, spot.part)}>
        {program ? (
          <CodeBlock text={program.text} language={program.language} folding />
        ) : (
          <CodeBlock text={tidy(call.input)} label="input" folding />
        )}
      </div>
      {thread !== undefined && (
        <button type="button" className={styles.thread} onClick={() => onOpenThread(thread)}>
          <Icon name="subagent" size={14} /> Open the conversation this started
        </button>
      )}
      {result && <Output part={result.part} spot={result.spot} />}
    </Fold>
  );
}

/** A result whose call is not at hand: from a branch, a cut log, or another message. */
export function LoneResult({ part, spot }: { readonly part: ToolResultPart; readonly spot: Spot }) {
  return (
    <Fold
      foldKey={partKey(spot.message, spot.part)}
      icon="tool"
      label={part.name ?? 'Result'}
      summary={part.text.slice(0, 300).replaceAll(/\s+/g, ' ')}
      state={<Outcome result={part} />}
      tone="card"
    >
      <Output part={part} spot={spot} />
    </Fold>
  );
}

function Output({ part, spot }: { readonly part: ToolResultPart; readonly spot: Spot }) {
  return (
    <div data-part={partKey(spot.message, spot.part)}>
      {part.text === '' ? <p className={styles.nothing}>No output.</p> : <CodeBlock text={part.text} label="output" folding />}
      {part.details !== undefined && (
        <details className={styles.details}>
          <summary>Details</summary>
          <CodeBlock text={tidy(part.details)} label="details" folding />
        </details>
      )}
    </div>
  );
}

function Outcome({ result }: { readonly result: ToolResultPart | null }) {
  if (!result) return <span className={styles.quiet}>no result</span>;
  if (result.outcome === 'error') {
    return (
      <span className={styles.failed}>
        <Icon name="error" size={13} /> failed
      </span>
    );
  }
  const lines = result.text === '' ? 0 : result.text.split('\n').length;
  return (
    <>
      <span className={styles.quiet}>{count(lines, 'line')}</span>
      {result.outcome === 'ok' && (
        <span className={styles.ok}>
          <Icon name="check" size={13} />
          <span className="visually-hidden">succeeded</span>
        </span>
      )}
    </>
  );
}
