import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { sentence, useArchive } from '../archive.ts';
import { settings as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { say } from '../ui/toast.ts';
import { Row } from './setting.tsx';

const words = text.deleted;

/** How many conversations were deleted for good, and the way to let them in again. */
export function DeletedRow() {
  const archive = useArchive();
  const cache = useQueryClient();
  const [asking, setAsking] = useState(false);
  const { data } = useQuery({ queryKey: ['tombstones'], queryFn: ({ signal }) => archive.tombstones({}, signal) });
  const letIn = useMutation({
    mutationFn: () => archive.letIn({}),
    onSuccess: ({ conversations }) => {
      say(words.done(conversations));
      void cache.invalidateQueries();
    },
    onError: (error) => say(sentence(error), { kind: 'failed' }),
  });
  const count = data?.conversations ?? 0;
  return (
    <Row label={words.label} hint={words.hint}>
      {words.count(count)}
      {count > 0 && (
        <Button look="outlined" disabled={letIn.isPending} onClick={() => setAsking(true)}>
          {words.letIn}
        </Button>
      )}
      <Confirm
        open={asking}
        title={words.title}
        confirm={words.confirm}
        cancel={words.cancel}
        onConfirm={() => letIn.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.sure(count)}</p>
      </Confirm>
    </Row>
  );
}
