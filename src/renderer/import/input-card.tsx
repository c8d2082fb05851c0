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
  folded,
  linked,
}: {
  readonly input: ReceiptInput;
  readonly place: number;
  /** Its figures are those of the whole import, which stand above. */
  readonly alone: boolean;
  /** False where the file's name stands above already: its providers tell the cards apart. */
  readonly named: boolean;
  /** One of many: a line, which opens. */
  readonly folded: boolean;
  readonly linked: boolean;
}) {
  const { provider, path, bytes, skipped, conversations } = input;
  const name = named || provider === null ? nameOf(path) : providerNames[provider];
  const mark = provider ? <ProviderMark provider={provider} /> : <Icon name="file" />;
  if (folded && provider !== null) {
    return (
      <details className={styles.line}>
        <summary>
          <Icon name="chevron-right" size={12} />
          {mark}
          <span className={styles.path} title={path}>
            {name}
          </span>
          <span className={styles.sum} data-bad={input.issueCount > 0 || undefined}>
            {skipped === 'unchanged'
              ? text.known
              : importing.runs.sum(null, conversations, true, input.issueCount) || text.nothing}
          </span>
          {named && <span className={styles.provider}>{providerNames[provider]}</span>}
          <span className={styles.size}>{bytesText(bytes)}</span>
        </summary>
        <Reasons input={input} />
        <TallyTable tally={input} caption={text.of(name)} linked={linked} input={place} />
      </details>
    );
  }
  return (
    <section className={styles.input}>
      <header className={styles.head}>
        {mark}
        <h3 className={styles.path} title={path}>
          {name}
        </h3>
        <span className={styles.facts}>
          {dotted([named && (provider ? providerNames[provider] : text.unrecognised), bytesText(bytes)])}
        </span>
      </header>
      <Reasons input={input} />
      {!alone && provider && <TallyTable tally={input} caption={text.of(name)} linked={linked} input={place} />}
    </section>
  );
}

/** Why nothing came of it, where nothing did. */
function Reasons({ input: { reason, skipped } }: { readonly input: ReceiptInput }) {
  return (
    <>
      {reason !== null && <p className={styles.reason}>{reason}</p>}
      {skipped === 'unchanged' && <p className={styles.reason}>{text.skipped}</p>}
    </>
  );
}
