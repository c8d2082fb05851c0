import { memo, useMemo } from 'react';
import { numberOf } from '../../shared/json.ts';
import type { ToolCallPart, ToolResultPart } from '../../shared/model.ts';
import { parts as text } from '../messages/index.ts';
import { formatDuration } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { lineCount } from './code-block.tsx';
import { Fold } from './fold.tsx';
import { partKey } from './folds.ts';
import styles from './tool-card.module.css';
import { kindOf, kindOfName } from './tools/index.ts';
import { detail, oneLine, readableCall, spokenName, type ToolKind } from './tools/kind.ts';
import { Output } from './tools/output.tsx';
import { exitCode } from './tools/shell.tsx';
import { PartContextKey } from './whole.ts';

/** Where a part stands: what hits and folds are found by. */
export interface Spot {
  readonly message: number;
  readonly part: number;
}

interface Answer {
  readonly part: ToolResultPart;
  readonly spot: Spot;
}

/** A call and, under it, the result that answers it. */
export const ToolCard = memo(function ToolCard({
  call: given,
  spot,
  result,
  onOpenThread,
}: {
  readonly call: ToolCallPart;
  readonly spot: Spot;
  readonly result: Answer | null;
  readonly onOpenThread: (nativeId: string) => void;
}) {
  const call = useMemo(() => readableCall(given), [given]);
  const kind = kindOf(call);
  const { name, server } = spokenName(call.name);
  const { thread } = call;
  const key = partKey(spot.message, spot.part);
  return (
    <Fold
      foldKey={key}
      icon={kind.icon}
      label={name}
      note={server ?? undefined}
      summary={summaryOf(call, kind)}
      state={<Outcome result={result?.part ?? null} />}
      tone="card"
    >
      <PartContextKey value={key}>
        <div data-part={key} className={styles.input}>
          <kind.Input call={call} result={result?.part ?? null} />
        </div>
      </PartContextKey>
      {thread !== undefined && (
        <button type="button" className={styles.thread} onClick={() => onOpenThread(thread)}>
          <Icon name="subagent" size={14} /> {text.subagent.open}
        </button>
      )}
      {result && <Result answer={result} call={call} />}
    </Fold>
  );
});

/** What the source calls it, then what it does. */
function summaryOf(call: ToolCallPart, kind: ToolKind): string {
  const said = kind.summary(call);
  const title = call.title === undefined ? '' : oneLine(call.title);
  return [...new Set([title, said])].filter((line) => line !== '').join(' · ');
}

/** A result whose call is not at hand: from a branch, a cut log, or another message. */
export const LoneResult = memo(function LoneResult({ part, spot }: { readonly part: ToolResultPart; readonly spot: Spot }) {
  const { name, server } = spokenName(part.name ?? '');
  return (
    <Fold
      foldKey={partKey(spot.message, spot.part)}
      icon={kindOfName(part.name ?? '').icon}
      label={name === '' ? text.result : name}
      note={server ?? undefined}
      summary={oneLine(part.text)}
      state={<Outcome result={part} />}
      tone="card"
    >
      <Result answer={{ part, spot }} call={null} />
    </Fold>
  );
});

function Result({ answer: { part, spot }, call }: { readonly answer: Answer; readonly call: ToolCallPart | null }) {
  const key = partKey(spot.message, spot.part);
  const Drawn = (call === null ? kindOfName(part.name ?? '') : kindOf(call)).Output ?? Output;
  return (
    <PartContextKey value={key}>
      <div data-part={key} className={styles.output}>
        <Drawn call={call} result={part} />
      </div>
    </PartContextKey>
  );
}

const durations = ['durationMs', 'totalDurationMs', 'duration_ms', 'elapsed_ms'] as const;

/** How long the tool says it took. */
function durationOf(result: ToolResultPart): number | null {
  const ms = numberOf(detail(result, ...durations));
  if (ms !== null) return ms;
  const seconds = numberOf(
    detail(result, 'duration_seconds', 'durationSeconds') ?? /^Wall time: ([\d.]+) seconds/m.exec(result.text.slice(0, 300))?.[1],
  );
  return seconds === null ? null : seconds * 1000;
}

function Outcome({ result }: { readonly result: ToolResultPart | null }) {
  if (!result) return <span className={styles.quiet}>{text.noResult}</span>;
  const duration = durationOf(result);
  const code = result.outcome === 'error' ? exitCode(result) : null;
  const lines = lineCount(result.text);
  return (
    <>
      <span className={styles.quiet}>
        {[duration !== null && duration >= 1000 && formatDuration(duration), lines > 1 && text.lines(lines)]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {result.outcome === 'error' && (
        <span className={styles.failed}>
          <Icon name="error" size={13} /> {code === null ? text.failed : text.failedWith(code)}
        </span>
      )}
      {result.outcome === 'ok' && (
        <span className={styles.ok}>
          <Icon name="check" size={13} /> {text.ok}
        </span>
      )}
      {result.outcome === 'unknown' && <span className="visually-hidden">{text.unknownOutcome}</span>}
    </>
  );
}
