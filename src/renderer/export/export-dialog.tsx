import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { exportFormats } from '../../shared/requests.ts';
import { transforms } from '../../shared/transforms/index.ts';
import { sentence, useArchive, useDetail, useSetting, useStatus } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { exporting as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { say } from '../ui/toast.ts';
import { shownBranch, usePlace } from '../view.ts';
import { exportToFolder, isOneFile, saveOne, saveZip, type Wanted } from './begin-export.ts';
import styles from './export-dialog.module.css';
import { useScopes, type Scope } from './scopes.ts';

/** Exports what is at hand, what is picked or everything found, through the same lenses as the view. */
export function ExportDialog() {
  const [open, setOpen] = useState(false);
  useCommand('export', () => setOpen(true));
  return (
    <Dialog open={open} onClose={() => setOpen(false)} title={text.title}>
      {open && <ExportForm onClose={() => setOpen(false)} />}
    </Dialog>
  );
}

type Format = (typeof exportFormats)[number];

function ExportForm({ onClose }: { readonly onClose: () => void }) {
  const archive = useArchive();
  const { data: status } = useStatus();
  const scopes = useScopes();
  const [scopeId, setScopeId] = useState<Scope['id']>('target');
  const scope = scopes.find(({ id }) => id === scopeId) ?? scopes[0];
  const [format, setFormat] = useState<Format>('markdown');
  const [as, setAs] = useState<'folder' | 'zip'>('folder');
  const [lenses] = useSetting('reader.transforms', '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(lenses.split(',').filter(Boolean)));
  const [branches, setBranches] = useState(false);
  const sort = usePlace((place) => place.sort);
  const reverse = usePlace((place) => place.reverse);
  const only = scope?.only ?? null;
  const { data: detail } = useDetail(only ?? '', only !== null);
  const onDesktop = status?.host === 'desktop';
  const asFile = !onDesktop && format === 'markdown' && only !== null && detail !== undefined && isOneFile(detail);

  const start = useMutation({
    mutationFn: async (): Promise<boolean> => {
      if (!scope) return false;
      const wanted: Wanted = {
        selection: scope.selection,
        format,
        transforms: transforms.map((transform) => transform.name).filter((name) => chosen.has(name)),
        branches: branches ? 'all' : 'active',
        ...shownBranch(only),
        sort: sort ?? 'newest',
        reverse,
      };
      if (onDesktop) return exportToFolder(archive, wanted, as);
      if (asFile) say(text.saved(await saveOne(archive, detail, wanted)));
      else await saveZip(archive, wanted);
      return true;
    },
    onSuccess: (began) => began && onClose(),
    onError: (error) => void say(text.failed(sentence(error)), { kind: 'failed' }),
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
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{text.what}</legend>
        {scopes.map((each) => (
          <label key={each.id} className={styles.choice}>
            <input type="radio" name="what" checked={each.id === scope?.id} onChange={() => setScopeId(each.id)} />
            <span className={styles.name}>{each.label}</span>
            {each.words !== null && <span className={styles.quiet}>{text.words(each.words)}</span>}
          </label>
        ))}
        {scope?.size === 0 && <p className={styles.quiet}>{text.nothing}</p>}
      </fieldset>
      <Choice
        label={text.format}
        hint={text.formats[format].hint}
        value={format}
        choices={exportFormats.map((value) => ({ value, label: text.formats[value].label }))}
        onChange={setFormat}
      />
      <fieldset className={styles.group}>
        <legend className={styles.legend}>{text.options}</legend>
        {transforms.map((transform) => (
          <label key={transform.name} className={styles.choice} title={transform.description}>
            <input type="checkbox" checked={chosen.has(transform.name)} onChange={() => toggle(transform.name)} />
            {transform.label}
          </label>
        ))}
        <label className={styles.choice} title={text.branchesHint}>
          <input type="checkbox" checked={branches} onChange={() => setBranches(!branches)} />
          {text.branches}
        </label>
      </fieldset>
      {onDesktop && (
        <Choice
          label={text.where}
          value={as}
          choices={[
            { value: 'folder', label: text.places.folder },
            { value: 'zip', label: text.places.zip },
          ]}
          onChange={setAs}
        />
      )}
      <footer className={styles.foot}>
        <span className={styles.quiet}>{onDesktop ? '' : asFile ? text.asFile : text.asZip}</span>
        <Button look="outlined" onClick={onClose}>
          {text.cancel}
        </Button>
        <Button look="primary" type="submit" data-first-focus="" disabled={start.isPending || !scope || scope.size === 0}>
          {onDesktop ? text.exportTo : text.export}
        </Button>
      </footer>
    </form>
  );
}

function Choice<Value extends string>({
  label,
  hint,
  ...rest
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className={styles.group}>
      <div id={id} className={styles.legend}>
        {label}
      </div>
      <div>
        <Segmented labelledBy={id} {...rest} />
      </div>
      {hint !== undefined && <p className={styles.hint}>{hint}</p>}
    </div>
  );
}
