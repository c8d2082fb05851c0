import type { ReactNode } from 'react';
import type { Counts, Tally } from '../../shared/receipt.ts';
import { receiptFigures } from '../../shared/requests.ts';
import { importing } from '../messages/index.ts';
import { formatNumber } from '../ui/format.ts';
import { useNarrow } from '../view.ts';
import { PlaceLink } from './place-link.tsx';
import styles from './tally-table.module.css';

const text = importing.receipt;
const kinds = ['conversations', 'messages', 'attachments'] as const satisfies readonly (keyof Tally)[];
const columns = ['read', ...receiptFigures] as const satisfies readonly (keyof Counts)[];
type Kind = (typeof kinds)[number];
const unitOf = { conversations: 'conversation', messages: 'message', attachments: 'attachment' } as const;
type Column = (typeof columns)[number];

interface TallyProps {
  readonly tally: Tally;
  readonly caption: string;
  /** False where nothing is behind the figures any more. */
  readonly linked: boolean;
  /** The place of the input in the receipt; null: of all. */
  readonly input?: number | null;
}

/** What was read and what became of it, a sum in every line. Every figure leads to what it counts. */
export function TallyTable({ tally, caption, linked, input = null }: TallyProps) {
  const narrow = useNarrow(720);
  const shown = kinds.filter((kind) => kind !== 'attachments' || tally[kind].read > 0);
  const cell = (kind: Kind, column: Column): ReactNode => {
    const amount = tally[kind][column];
    return (
      <td
        key={`${kind} ${column}`}
        className={column === 'read' ? styles.read : undefined}
        data-zero={amount === 0 || undefined}
        data-bad={(column === 'quarantined' && amount > 0) || undefined}
      >
        <Figure kind={kind} column={column} amount={amount} linked={linked && amount > 0} input={input} />
      </td>
    );
  };
  const labels = { read: { label: text.read, title: text.read }, ...text.figures };
  const sign = (place: number): string | undefined => (place === 0 ? undefined : place === 1 ? '=' : '+');
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table} data-upright={narrow || undefined}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{text.what}</span>
            </th>
            {narrow
              ? shown.map((kind) => (
                  <th key={kind} scope="col">
                    {text.kinds[kind]}
                  </th>
                ))
              : columns.map((column, place) => (
                  <th key={column} scope="col" title={labels[column].title} data-sign={sign(place)}>
                    {labels[column].label}
                  </th>
                ))}
          </tr>
        </thead>
        <tbody>
          {narrow
            ? columns.map((column) => (
                <tr key={column}>
                  <th scope="row">{labels[column].label}</th>
                  {shown.map((kind) => cell(kind, column))}
                </tr>
              ))
            : shown.map((kind) => (
                <tr key={kind}>
                  <th scope="row">{text.kinds[kind]}</th>
                  {columns.map((column) => cell(kind, column))}
                </tr>
              ))}
        </tbody>
      </table>
    </div>
  );
}

function Figure({
  kind,
  column,
  amount,
  linked,
  input,
}: {
  readonly kind: Kind;
  readonly column: Column;
  readonly amount: number;
  readonly linked: boolean;
  readonly input: number | null;
}) {
  if (!linked || column === 'read') return formatNumber(amount);
  const unit = unitOf[kind];
  return (
    <PlaceLink to={{ figure: column, input, unit }} className={styles.figure} aria-label={text.link(column, unit, amount)}>
      {formatNumber(amount)}
    </PlaceLink>
  );
}
