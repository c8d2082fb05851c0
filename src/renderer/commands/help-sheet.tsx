import { useState } from 'react';
import { commands, groups, type Command } from '../../shared/commands.ts';
import { fields } from '../../shared/query/fields.ts';
import { commands as words } from '../messages/index.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Live } from '../ui/live.tsx';
import { go } from '../view.ts';
import { match } from './fuzzy.ts';
import styles from './help-sheet.module.css';

const text = words.help;

/** Every shortcut of the command table, and what the search understands. */
export function HelpSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title={text.title} wide>
      <Shortcuts />
      <Language
        onTry={(query) => {
          onClose();
          go({ page: 'browse', run: null, query, open: null, at: null, raw: false, find: '' });
        }}
      />
    </Dialog>
  );
}

function Shortcuts() {
  const [typed, setTyped] = useState('');
  const shown = commands.filter(({ title, keys }) => match(typed, `${title} ${keys.join(' ')}`));
  return (
    <>
      <input
        data-first-focus=""
        className={styles.filter}
        aria-label={text.filter}
        placeholder={text.filter}
        value={typed}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Live text={typed === '' ? '' : text.found(shown.length)} />
      {shown.length === 0 && <p className={styles.none}>{text.none(typed)}</p>}
      <div className={styles.groups}>
        {groups.map((group) => (
          <Group key={group} title={words.groups[group]} commands={shown.filter((command) => command.group === group)} />
        ))}
      </div>
    </>
  );
}

function Group({ title, commands: listed }: { readonly title: string; readonly commands: readonly Command[] }) {
  if (listed.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{title}</h3>
      <dl>
        {listed.map((command) => (
          <div key={command.id} className={styles.row}>
            <dt className={styles.what}>{command.title}</dt>
            <dd className={styles.keys}>
              {command.keys.map((keys, place) => (
                <span key={keys} className={styles.press}>
                  {place > 0 && <span className={styles.or}>{text.or}</span>}
                  <Kbd keys={keys} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const examples = [...text.grammar, ...fields.map(({ example, help }) => ({ example, help }))];

/** The query language by example; an example is put into the search box. */
function Language({ onTry }: { readonly onTry: (query: string) => void }) {
  return (
    <section className={styles.language}>
      <h3 className={styles.heading}>{text.language}</h3>
      <p className={styles.intro}>{text.languageIntro}</p>
      <dl className={styles.examples}>
        {examples.map(({ example, help }) => (
          <div key={example} className={styles.row}>
            <dt>
              <button type="button" className={styles.example} aria-label={text.try(example)} onClick={() => onTry(example)}>
                <code>{example}</code>
              </button>
            </dt>
            <dd className={styles.meaning}>{help}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
