import { useEffect, useRef, type ReactNode } from 'react';
import { sentence, useArchive, useStatus } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { watchJob } from '../jobs.ts';
import { importing as text } from '../messages/index.ts';
import { Icon } from '../ui/icon.tsx';
import { say } from '../ui/toast.ts';
import { go } from '../view.ts';
import { chosenOf, type Dropped } from './dropped.ts';
import styles from './drop-zone.module.css';
import { PickContext, type Pick } from './pick.ts';
import { importDropped, importPaths, isUploading } from './uploads.ts';
import { useFileDrag } from './use-file-drag.ts';

/** Takes files dropped anywhere on the window, and gives what is inside the ways to choose some. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const archive = useArchive();
  const { data: status } = useStatus();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const fails = (thrown: unknown): void => void say(sentence(thrown), { kind: 'failed' });
  const take = (dropped: readonly Dropped[]): void => {
    importDropped(archive, dropped).catch(fails);
  };
  const over = useFileDrag(take);

  useEffect(() => {
    const unload = (event: BeforeUnloadEvent): void => {
      if (isUploading()) event.preventDefault();
    };
    window.addEventListener('beforeunload', unload);
    return () => window.removeEventListener('beforeunload', unload);
  }, []);

  const native = (what: 'files' | 'folder'): void => {
    archive
      .choosePaths({ what })
      .then(({ paths }) => importPaths(archive, paths))
      .catch(fails);
  };
  const onDesktop = status?.host === 'desktop';
  const pick: Pick = {
    files: () => (onDesktop ? native('files') : files.current?.click()),
    folder: () => (onDesktop ? native('folder') : folder.current?.click()),
    sample: () => {
      archive.importSample({}).then(({ jobId }) => watchJob(jobId), fails);
    },
  };
  useCommand('import', pick.files);
  useCommand('importFolder', pick.folder);
  useCommand('imports', () => go({ page: 'imports', run: null }));

  const choose = (input: HTMLInputElement): void => {
    take(chosenOf(input.files ?? []));
    input.value = '';
  };
  return (
    <PickContext value={pick}>
      {children}
      <input ref={files} type="file" multiple hidden data-choose="files" onChange={(event) => choose(event.currentTarget)} />
      <input
        ref={(element) => {
          folder.current = element;
          element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        hidden
        data-choose="folder"
        onChange={(event) => choose(event.currentTarget)}
      />
      {over !== null && (
        <div className={styles.over} role="status">
          <div className={styles.target}>
            <Icon name="import" size={32} />
            <strong>{text.drop.title(over)}</strong>
            <span>{text.drop.lead(over)}</span>
          </div>
        </div>
      )}
    </PickContext>
  );
}
