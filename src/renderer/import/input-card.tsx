import { bytesText } from '../../shared/bytes-text.ts';
import { providerNames } from '../../shared/contract.ts';
import type { ReceiptInput } from '../../shared/receipt.ts';
import { importing } from '../messages/index.ts';
import { dotted } from '../messages/import.ts';
import { Icon } from '../ui/icon.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import styles from './input-card.module.css';
import { nameOf } from './name-of.ts';
import { TallyTable } from './tally-table.tsx';

const text = importing.receipt;

/** One file of an import, as one provider's: what was in it, and what became of that. */
export function InputCard({
  input,
  place,
  alone,
  named,
  linked,
}: {
  readonly input: ReceiptInput;
  readonly place: number;
  /** Its figures are those of the whole import, which stand above. */
  readonly alone: boolean;
  /** False where the file's name stands above already: its providers tell the cards apart. */
  readonly named: boolean;
  readonly linked: boolean;
}) {
  const { provider, path, bytes, reason, skipped, ignoredEntries } = input;
  return (
    <section className={styles.input}>
      <header className={styles.head}>
        {provider ? <ProviderMark provider={provider} /> : <Icon name="file" />}
        <h3 className={styles.path} title={path}>
          {named || provider === null ? nameOf(path) : providerNames[provider]}
        </h3>
        <span className={styles.facts}>
          {dotted([named && (provider ? providerNames[provider] : text.unrecognised), bytesText(bytes)])}
        </span>
      </header>
      {reason !== null && <p className={styles.reason}>{reason}</p>}
      {skipped === 'unchanged' && <p className={styles.reason}>{text.skipped}</p>}
      {!alone && provider && (
        <TallyTable
          tally={input}
          caption={text.of(named ? nameOf(path) : providerNames[provider])}
          linked={linked}
          input={place}
        />
      )}
      {ignoredEntries.length > 0 && (
        <details className={styles.more}>
          <summary>{text.ignoredFiles(ignoredEntries.length)}</summary>
          <ul>
            {ignoredEntries.map((entry) => (
              <li key={entry.name}>
                <code>{entry.name}</code> <span className={styles.quiet}>{entry.reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
