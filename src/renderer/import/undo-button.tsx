import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Receipt } from '../../shared/receipt.ts';
import { sentence, useArchive } from '../archive.ts';
import { watchJob } from '../jobs.ts';
import { importing } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { say } from '../ui/toast.ts';
import styles from './receipt-page.module.css';

const text = importing.receipt;

/** Takes an import back, after saying what will go. */
export function UndoButton({ receipt }: { readonly receipt: Receipt }) {
  const archive = useArchive();
  const [asking, setAsking] = useState(false);
  const undo = useMutation({
    mutationFn: () => archive.undoImport({ runId: receipt.runId }),
    onSuccess: ({ jobId }) => {
      watchJob(jobId);
      setAsking(false);
    },
    onError: (error) => say(sentence(error), { kind: 'failed' }),
  });
  const { added, updated } = receipt.totals.conversations;
  // Nothing came of it: there is nothing to take back.
  if (receipt.kind === 'reparse' || receipt.undone || receipt.status === 'running' || added + updated === 0) return null;
  return (
    <>
      <Button look="outlined" icon="undo" onClick={() => setAsking(true)}>
        {text.undo}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={text.undoTitle}>
        <div className={styles.asked}>
          <p>{text.undoBody(added, updated)}</p>
          <p>{text.undoSafe}</p>
        </div>
        <div className={styles.actions}>
          <Button look="outlined" data-first-focus="" onClick={() => setAsking(false)}>
            {text.keep}
          </Button>
          <Button look="primary" disabled={undo.isPending} onClick={() => undo.mutate()}>
            {text.undoNow}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
