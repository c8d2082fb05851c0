import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RequestInput } from '../../shared/requests.ts';
import { transforms } from '../../shared/transforms/index.ts';
import { sentence, useArchive, useSetting, useStatus, useTotal } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { watchJob } from '../jobs.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { count } from '../ui/format.ts';
import { say } from '../ui/toast.ts';
import { clearPicked, usePlace, useView } from '../view.ts';
import styles from './export-dialog.module.css';

type Selection = RequestInput<'export'>['selection'];
type Branches = 'active' | 'all';

/** Exports what is picked, else the open conversation, else everything found: a zip of Markdown files, through the same lenses as the view. */
export function ExportDialog() {
  const [open, setOpen] = useState(false);
  useCommand('export', () => setOpen(true));
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title="Export as Markdown">
      {open && <ExportForm onClose={() => setOpen(false)} />}
    </Dialog>
  );
}

function ExportForm({ onClose }: { readonly onClose: () => void }) {
  const archive = useArchive();
  const { data: status } = useStatus();
  const { selection, size } = useSelection();
  const [lenses] = useSetting('reader.transforms', '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(lenses.split(',').filter(Boolean)));
  const [branches, setBranches] = useState<Branches>('active');
  const start = useMutation({
    mutationFn: () => {
      const names = transforms.map((transform) => transform.name).filter((name) => chosen.has(name));
      return archive.export({ selection, format: 'markdown', transforms: names, branches });
    },
    onSuccess: ({ jobId }) => {
      watchJob(jobId, { download: true });
      clearPicked();
      onClose();
    },
    onError: (error) => say(`The export could not begin: ${sentence(error)}`, { kind: 'failed' }),
  });
  const toggle = (name: string): void => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
    >
      <p className={styles.what}>
        {size === null ? 'Everything found' : count(size, 'conversation')}
        {size === 1 ? ' as a Markdown file' : ', a Markdown file each'}
        {status?.host === 'desktop' ? '.' : ', in a zip.'}
      </p>
      <fieldset className={styles.group}>
        <legend className={styles.legend}>Options</legend>
        {transforms.map((transform) => (
          <label key={transform.name} className={styles.choice} title={transform.description}>
            <input type="checkbox" checked={chosen.has(transform.name)} onChange={() => toggle(transform.name)} />
            {transform.label}
          </label>
        ))}
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={branches === 'all'}
            onChange={() => setBranches(branches === 'all' ? 'active' : 'all')}
          />
          Include other versions of answers
        </label>
      </fieldset>
      <div className={styles.actions}>
        <Button look="outlined" onClick={onClose}>
          Cancel
        </Button>
        <Button look="primary" type="submit" data-first-focus="" disabled={start.isPending || size === 0}>
          Export
        </Button>
      </div>
    </form>
  );
}

function useSelection(): { readonly selection: Selection; readonly size: number | null } {
  const query = usePlace((place) => place.query);
  const open = usePlace((place) => place.open);
  const { picked, all, except } = useView();
  const { data: total } = useTotal(query, false);
  const found = total?.conversations ?? null;
  if (all) return { selection: { query, except: [...except] }, size: found === null ? null : found - except.size };
  if (picked.size > 0) return { selection: { ids: [...picked] }, size: picked.size };
  if (open !== null) return { selection: { ids: [open] }, size: 1 };
  return { selection: { query }, size: found };
}
