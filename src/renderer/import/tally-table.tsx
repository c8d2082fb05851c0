import type { Tally } from '../../shared/receipt.ts';
import { receiptFigures } from '../../shared/requests.ts';
import { importing } from '../messages/index.ts';
import { formatNumber } from '../ui/format.ts';
import { PlaceLink } from './place-link.tsx';
import styles from './tally-table.module.css';

const text = importing.receipt;
const kinds = ['conversations', 'messages', 'attachments'] as const satisfies readonly (keyof Tally)[];

/** What was read and what became of it, a sum in every line. The figures of conversations lead to what they count. */
export function TallyTable({
  tally,
  caption,
  linked,
  input = null,
}: {
  readonly tally: Tally;
  readonly caption: string;
  /** False where nothing is behind the figures any more. */
  readonly linked: boolean;
  /** The place of the input in the receipt; null: of all. */
  readonly input?: number | null;
}) {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{text.what}</span>
            </th>
            <th scope="col">{text.read}</th>
            {receiptFigures.map((figure, place) => (
              <th key={figure} scope="col" title={text.figures[figure].title} data-sign={place === 0 ? '=' : '+'}>
                {text.figures[figure].label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds
            .filter((kind) => kind !== 'attachments' || tally[kind].read > 0)
            .map((kind) => (
              <tr key={kind}>
                <th scope="row">{text.kinds[kind]}</th>
                <td className={styles.read}>{formatNumber(tally[kind].read)}</td>
                {receiptFigures.map((figure) => {
                  const amount = tally[kind][figure];
                  const leads = linked && amount > 0 && kind === 'conversations';
                  return (
                    <td
                      key={figure}
                      data-zero={amount === 0 || undefined}
                      data-bad={(figure === 'quarantined' && amount > 0) || undefined}
                    >
                      {leads ? (
                        <PlaceLink to={{ figure, input }} className={styles.figure} aria-label={text.link(figure, amount)}>
                          {formatNumber(amount)}
                        </PlaceLink>
                      ) : (
                        formatNumber(amount)
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
