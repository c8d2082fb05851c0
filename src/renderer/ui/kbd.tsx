import { Fragment } from 'react';
import { ui as text } from '../messages/index.ts';
import styles from './kbd.module.css';

/** Keys as caps: `Mod+k` is drawn `Ctrl` `K`, or `⌘` `K` on a Mac; `g i` is drawn `G` then `I`. */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(' ').map((press, place) => (
        <Fragment key={press}>
          {place > 0 && <span className={styles.then}>{text.followedBy}</span>}
          {capsOf(press).map((label) => (
            <kbd key={label} className={styles.key}>
              {label}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
const signs: Readonly<Record<string, string>> = {
  ...(isMac && { Mod: '⌘', Alt: '⌥' }),
  Shift: '⇧',
  Enter: '↵',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
};

/** What stands on the caps of keys that are pressed together, or one after the other. */
export function keyLabels(keys: string): readonly string[] {
  return keys.split(' ').flatMap(capsOf);
}

function capsOf(press: string): readonly string[] {
  return press
    .split(/(?<=.)\+(?=.)/)
    .map((key) => signs[key] ?? text.keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key));
}
