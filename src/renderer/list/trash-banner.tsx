import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentence, useArchive } from '../archive.ts';
import { list as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { say } from '../ui/toast.ts';
import { clearPicked, go, usePlace } from '../view.ts';
import { shelfOf } from '../../shared/query/shelf.ts';
import styles from './trash-banner.module.css';

/** Over the list of what is in the trash: how many, and the way to empty it for good. */
export function TrashBanner({ total }: { readonly total: number | null }) {
  const query = usePlace((place) => place.query);
  const archive = useArchive();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const purge = useMutation({
    mutationFn: () => archive.purge({ selection: { query } }),
    onSuccess: ({ conversations }) => {
      clearPicked();
      go({ open: null, at: null, raw: false }, { replace: true });
      say(text.emptied(conversations));
      void cache.invalidateQueries();
    },
    onError: (error) => say(text.notEmptied(sentence(error)), { kind: 'failed' }),
  });
  const { shelf } = shelfOf(query);
  if (shelf !== 'trashed' || !total) return null;
  return (
    <div className={styles.banner}>
      <p className={styles.text}>
        <Kbd keys="#" /> {text.restoreHow}
      </p>
      <Button look="outlined" icon="trash" disabled={purge.isPending} onClick={() => setAsking(true)}>
        {text.emptyTrash}
      </Button>
      <Confirm
        open={asking}
        title={text.emptyTitle}
        confirm={text.emptyTrash}
        cancel={text.keepThem}
        onConfirm={() => purge.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{text.emptySure(total)}</p>
        <p>{text.emptyAgain}</p>
      </Confirm>
    </div>
  );
}
