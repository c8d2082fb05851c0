import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bytesText } from '../../shared/bytes-text.ts';
import type { Status } from '../../shared/contract.ts';
import { sentence, useArchive, useStatus } from '../archive.ts';
import { settings as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { say } from '../ui/toast.ts';
import { DeletedRow } from './deleted-row.tsx';
import { Row, Section } from './setting.tsx';
import styles from './settings-page.module.css';

/** Where the archive is, how large, and how to have another one. */
export function ArchiveSection() {
  const { data: status, error } = useStatus();
  const words = text.archive;
  return (
    <Section title={words.title}>
      {status ? <Facts status={status} /> : <Row label={error ? words.failed : words.loading}>{error && sentence(error)}</Row>}
    </Section>
  );
}

function Facts({ status }: { readonly status: Status }) {
  const { path, bytes, conversations, messages, index, host } = status;
  const words = text.archive;
  return (
    <>
      <Row label={words.where} stacked>
        <code className={styles.path}>{path}</code>
        {host === 'desktop' ? <FolderActions path={path} /> : <CopyButton text={path} label={words.copy} said={words.copied} />}
      </Row>
      <Row label={words.holds}>{words.held(conversations, messages)}</Row>
      <DeletedRow />
      <Row label={words.size} hint={words.sizeHint}>
        {bytesText(bytes)}
      </Row>
      <Row label={words.index}>
        {index.done < index.of ? words.indexing(index.done, index.of, index.rebuilding) : words.indexed}
      </Row>
      {host !== 'desktop' && <CommandRow label={words.another} hint={words.anotherHint} command={words.anotherCommand} />}
      <CommandRow label={words.backup} hint={words.backupHint} command={words.backupCommand(path)} />
    </>
  );
}

function CommandRow({ label, hint, command }: { readonly label: string; readonly hint: string; readonly command: string }) {
  return (
    <Row label={label} hint={hint} stacked>
      <code className={styles.path}>{command}</code>
      <CopyButton text={command} label={text.archive.copyCommand} said={text.archive.commandCopied} />
    </Row>
  );
}

function CopyButton({ text: copied, label, said }: { readonly text: string; readonly label: string; readonly said: string }) {
  const copy = (): void => {
    navigator.clipboard.writeText(copied).then(
      () => say(said),
      () => say(text.archive.copyFailed, { kind: 'failed' }),
    );
  };
  return (
    <Button look="outlined" icon="copy" onClick={copy}>
      {label}
    </Button>
  );
}

/** What only the desktop can do with a folder. */
function FolderActions({ path }: { readonly path: string }) {
  const archive = useArchive();
  const [moveTo, setMoveTo] = useState<string | null>(null);
  const words = text.archive;
  const fails = (error: unknown): void => void say(sentence(error), { kind: 'failed' });
  const open = useMutation({
    mutationFn: (given: { readonly dir: string; readonly move: boolean }) => archive.openArchive(given),
    onError: fails,
    onSettled: () => setMoveTo(null),
  });
  const choose = (then: (dir: string) => void): void => {
    archive.choosePaths({ what: 'archive-folder' }).then(({ paths: [dir] }) => dir !== undefined && then(dir), fails);
  };
  return (
    <>
      <Button look="outlined" icon="folder" onClick={() => void archive.showInFolder({ path }).catch(fails)}>
        {words.show}
      </Button>
      <Button look="outlined" disabled={open.isPending} onClick={() => choose((dir) => open.mutate({ dir, move: false }))}>
        {words.open}
      </Button>
      <Button look="outlined" disabled={open.isPending} onClick={() => choose(setMoveTo)}>
        {words.move}
      </Button>
      <Dialog open={moveTo !== null} onClose={() => setMoveTo(null)} title={words.moveTitle}>
        <p>{words.moveBody(path, moveTo ?? '')}</p>
        <div className={styles.actions}>
          <Button look="outlined" data-first-focus="" onClick={() => setMoveTo(null)}>
            {words.keep}
          </Button>
          <Button
            look="primary"
            disabled={open.isPending}
            onClick={() => moveTo !== null && open.mutate({ dir: moveTo, move: true })}
          >
            {words.moveNow}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
