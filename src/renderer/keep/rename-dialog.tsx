import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import { useDetail } from '../archive.ts';
import { keep as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useChanges } from './changes.ts';
import styles from './form.module.css';

/** Gives a conversation a title of the person's own, or the provider's again. */
export function RenameDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { data: detail } = useDetail(id);
  const { make } = useChanges();
  const [typed, setTyped] = useState<string | null>(null);
  const words = text.renameDialog;
  const title = detail?.conversation.title ?? '';
  const original = detail?.originalTitle ?? null;
  const value = typed ?? title;
  const input = useRef<HTMLInputElement>(null);
  const there = detail !== undefined;
  useEffect(() => {
    if (there) input.current?.select();
  }, [there]);

  const rename = (next: string | null): void => {
    onClose();
    const shown = next ?? original ?? title;
    if (next === null ? original === null : next === title) return;
    void make({
      ask: (archive) => archive.rename({ id, title: next }),
      told: () => (next === null ? text.titleRestored : text.renamed)(shown),
      idle: null,
      patch: {
        concerns: (other) => other === id,
        row: () => ({ title: shown }),
        detail: () => ({ originalTitle: next === null ? null : (original ?? title) }),
      },
    });
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!there) return;
    const next = value.trim();
    rename(next === '' || next === original ? null : next);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      footer={
        <>
          {original !== null && (
            <Button className={styles.begin} onClick={() => rename(null)}>
              {words.reset}
            </Button>
          )}
          <Button look="outlined" onClick={onClose}>
            {text.cancel}
          </Button>
          <Button look="primary" type="submit" form="rename" disabled={!there}>
            {words.save}
          </Button>
        </>
      }
    >
      <form id="rename" className={styles.form} onSubmit={submit}>
        <label className="visually-hidden" htmlFor="rename-title">
          {words.label}
        </label>
        <input
          ref={input}
          id="rename-title"
          readOnly={!there}
          data-first-focus=""
          className={styles.input}
          value={value}
          placeholder={original ?? title}
          maxLength={1000}
          dir="auto"
          onFocus={(event) => event.target.select()}
          onChange={(event) => setTyped(event.target.value)}
        />
        {original !== null && <p className={styles.hint}>{words.original(original)}</p>}
      </form>
    </Dialog>
  );
}
