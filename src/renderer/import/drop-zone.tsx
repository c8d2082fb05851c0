import { useEffect, useRef, useState, type ReactNode } from 'react';
import { sentence, useArchive } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { Icon } from '../ui/icon.tsx';
import { say } from '../ui/toast.ts';
import { PickContext } from './pick.ts';
import { chosenOf, droppedOf, type Dropped } from './dropped.ts';
import styles from './drop-zone.module.css';
import { importDropped, isUploading } from './uploads.ts';

/** Takes files dropped anywhere on the window, and gives what is inside the way to choose some. */
export function DropZone({ children }: { readonly children: ReactNode }) {
  const archive = useArchive();
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const take = (dropped: readonly Dropped[]): void => {
    importDropped(archive, dropped).catch((thrown: unknown) => say(sentence(thrown), { kind: 'failed' }));
  };
  const latest = useRef(take);
  useEffect(() => {
    latest.current = take;
  });

  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      depth++;
      setOver(true);
    };
    const move = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    };
    const leave = (event: DragEvent): void => {
      if (hasFiles(event) && --depth <= 0) {
        depth = 0;
        setOver(false);
      }
    };
    const drop = (event: DragEvent): void => {
      depth = 0;
      setOver(false);
      if (!event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      latest.current(droppedOf(event.dataTransfer));
    };
    const unload = (event: BeforeUnloadEvent): void => {
      if (isUploading()) event.preventDefault();
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', move);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('beforeunload', unload);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', move);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('beforeunload', unload);
    };
  }, []);

  useCommand('import', () => files.current?.click());
  const choose = (input: HTMLInputElement): void => {
    take(chosenOf(input.files ?? []));
    input.value = '';
  };
  return (
    <PickContext value={{ files: () => files.current?.click(), folder: () => folder.current?.click() }}>
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
      {over && (
        <div className={styles.over} role="status">
          <div className={styles.target}>
            <Icon name="import" size={32} />
            <strong>Drop to import</strong>
            <span>Export zips, folders, JSON and log files, as they are</span>
          </div>
        </div>
      )}
    </PickContext>
  );
}
