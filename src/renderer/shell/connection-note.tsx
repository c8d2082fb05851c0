import { useEffect, useState } from 'react';
import { useConnectionState } from '../archive.ts';
import { app as text } from '../messages/index.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './connection-note.module.css';

/** Milliseconds without a connection after which it is said. */
const patience = 600;

/** Says that the archive does not answer, as long as it does not. */
export function ConnectionNote() {
  const state = useConnectionState();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (state === 'open') return undefined;
    const timer = setTimeout(() => setSlow(true), patience);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [state]);
  if (!slow || state === 'open') return null;
  return (
    <div className={styles.note} role="alert">
      <Icon name="warning" />
      {state === 'connecting' ? text.connecting : text.lost}
    </div>
  );
}
