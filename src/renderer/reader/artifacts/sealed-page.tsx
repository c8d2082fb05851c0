import { useRef, useState } from 'react';
import { parts as text } from '../../messages/index.ts';
import { Button } from '../../ui/button.tsx';
import styles from './artifact-dialog.module.css';

/** Answered by `src/main/sealed-frame.ts` on every host, under a policy of its own. */
const sealedFramePath = '/sealed-frame';

/** A page the assistant wrote. It runs only when asked to, apart from everything. */
export function SealedPage({ source, name }: { readonly source: string; readonly name: string }) {
  const [running, setRunning] = useState(false);
  if (!running) {
    return (
      <div className={styles.sealed}>
        <p>{text.artifact.sealed.about}</p>
        <Button onClick={() => setRunning(true)}>{text.artifact.sealed.run}</Button>
      </div>
    );
  }
  return (
    <div className={styles.running}>
      <Frame source={source} name={name} />
      <Button onClick={() => setRunning(false)}>{text.artifact.sealed.stop}</Button>
    </div>
  );
}

function Frame({ source, name }: { readonly source: string; readonly name: string }) {
  const given = useRef(false);
  return (
    <iframe
      className={styles.frame}
      title={text.artifact.sealed.name(name)}
      src={sealedFramePath}
      sandbox="allow-scripts"
      referrerPolicy="no-referrer"
      onLoad={(event) => {
        // Once: what it becomes loads too, and whatever it goes to afterwards is told nothing.
        if (given.current) return;
        given.current = true;
        // Its origin is its own, and has no name to address it by.
        event.currentTarget.contentWindow?.postMessage(source, '*');
      }}
    />
  );
}
