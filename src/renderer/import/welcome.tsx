import { providerNames } from '../../shared/contract.ts';
import { ChooseFound } from '../found/choose-found.tsx';
import { useFound } from '../found/use-found.ts';
import { importing } from '../messages/index.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { say } from '../ui/toast.ts';
import { usePick } from './pick.ts';
import styles from './welcome.module.css';

const text = importing.welcome;
const providers = ['chatgpt', 'claude', 'claude-code', 'codex'] as const;

/** The empty archive: an invitation, and how to obtain what it asks for. */
export function Welcome() {
  const pick = usePick();
  // One thing on a page is the first to do.
  const isSecond = useFound().places.length > 0;
  return (
    <main className={styles.welcome}>
      <ChooseFound />
      <div className={styles.zone}>
        <span className={styles.icon}>
          <Icon name="import" size={28} />
        </span>
        <h1 className={styles.title}>{text.title}</h1>
        <p className={styles.lead}>{text.lead}</p>
        <div className={styles.actions}>
          <Button look={isSecond ? 'outlined' : 'primary'} size="large" onClick={pick.files}>
            {text.files}
          </Button>
          <Button look="outlined" size="large" onClick={pick.folder}>
            {text.folder}
          </Button>
        </div>
        <Button className={styles.sample} onClick={pick.sample}>
          {text.sample}
        </Button>
      </div>
      <section className={styles.ways} aria-labelledby="ways">
        <h2 id="ways" className={styles.heading}>
          {text.where}
        </h2>
        <ul className={styles.list}>
          {providers.map((provider) => (
            <Way key={provider} provider={provider} />
          ))}
        </ul>
        <p className={styles.hidden}>{text.hiddenFolders}</p>
      </section>
    </main>
  );
}

function Way({ provider }: { readonly provider: (typeof providers)[number] }) {
  const { steps, file, path } = text.ways[provider];
  const numbered = path === null;
  const Steps = numbered ? 'ol' : 'ul';
  return (
    <li className={styles.way}>
      <h3 className={styles.provider}>
        <ProviderMark provider={provider} size={20} />
        {providerNames[provider]}
      </h3>
      {path !== null && (
        <p className={styles.path}>
          <code>{path}</code>
          <IconButton icon="copy" label={text.copyPath(path)} onClick={() => copy(path)} />
        </p>
      )}
      <Steps className={styles.steps} data-numbered={numbered || undefined}>
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </Steps>
      <p className={styles.file}>{file}</p>
    </li>
  );
}

function copy(path: string): void {
  navigator.clipboard.writeText(path).then(
    () => say(text.pathCopied(path)),
    () => say(path, { kind: 'failed' }),
  );
}
