import { providerNames } from '../../shared/contract.ts';
import type { ReceiptInput } from '../../shared/receipt.ts';
import { driftOf, driftTotals, shapeReport } from '../../shared/shape-report.ts';
import { useStatus } from '../archive.ts';
import { importing } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { say } from '../ui/toast.ts';
import styles from './drift-section.module.css';

const text = importing.drift;

/** What this version does not know in the files, as shapes without content, and the report one may send on. */
export function DriftSection({ inputs }: { readonly inputs: readonly ReceiptInput[] }) {
  const { data: status } = useStatus();
  const rows = driftOf(inputs);
  if (rows.length === 0) return null;
  const copy = (): void => {
    navigator.clipboard.writeText(shapeReport(status?.version ?? '', rows)).then(
      () => say(text.copied),
      () => say(text.copyFailed, { kind: 'failed' }),
    );
  };
  return (
    <section className={styles.section} aria-labelledby="drift">
      <header className={styles.head}>
        <h2 id="drift" className={styles.title}>
          {text.title(driftTotals(rows))}
        </h2>
        <Button look="outlined" icon="copy" onClick={copy}>
          {text.copy}
        </Button>
      </header>
      <p className={styles.lead}>{text.lead}</p>
      <div className={styles.scroll} tabIndex={0} role="group" aria-labelledby="drift">
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{text.columns.kind}</th>
              <th scope="col">{text.columns.path}</th>
              <th scope="col">{text.columns.shape}</th>
              <th scope="col" className={styles.count}>
                {text.columns.count}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.provider} ${row.kind} ${row.path}`}>
                <td className={styles.kind}>{text.kinds[row.kind]}</td>
                <td>
                  <code>{row.path}</code>
                  <span className={styles.provider}>{row.provider && providerNames[row.provider]}</span>
                </td>
                <td>
                  <code className={styles.shape} title={row.example}>
                    {row.example}
                  </code>
                </td>
                <td className={styles.count}>{importing.receipt.times(row.count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
