import type { ProviderId } from '../../shared/model.ts';
import { providerNames } from '../../shared/contract.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { usePick } from './pick.ts';
import styles from './welcome.module.css';

/** How to come by an export, in the provider's own words for its menus. */
const ways: readonly { readonly provider: ProviderId; readonly way: string }[] = [
  { provider: 'chatgpt', way: 'Settings → Data controls → Export data. A link to a zip comes by mail.' },
  { provider: 'claude', way: 'Settings → Privacy → Export data. A link to a zip comes by mail.' },
  { provider: 'claude-code', way: 'The folder .claude/projects in your home folder.' },
  { provider: 'codex', way: 'The folder .codex/sessions in your home folder.' },
];

/** The empty archive. */
export function Welcome() {
  const pick = usePick();
  return (
    <main className={styles.welcome}>
      <div className={styles.zone}>
        <span className={styles.icon}>
          <Icon name="import" size={28} />
        </span>
        <h1 className={styles.title}>Drop your conversations here</h1>
        <p className={styles.lead}>Export zips, folders, JSON and log files, just as you got them. They stay on this computer.</p>
        <div className={styles.actions}>
          <Button look="primary" size="large" onClick={pick.files}>
            Choose files…
          </Button>
          <Button look="outlined" size="large" onClick={pick.folder}>
            Choose a folder…
          </Button>
        </div>
      </div>
      <section className={styles.ways} aria-labelledby="ways">
        <h2 id="ways" className={styles.heading}>
          Where to get them
        </h2>
        <dl className={styles.list}>
          {ways.map(({ provider, way }) => (
            <div key={provider} className={styles.way}>
              <dt>
                <ProviderMark provider={provider} size={18} />
                {providerNames[provider]}
              </dt>
              <dd>{way}</dd>
            </div>
          ))}
        </dl>
      </section>
    </main>
  );
}
