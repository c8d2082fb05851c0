import { useState, type KeyboardEvent } from 'react';
import { create } from 'zustand';
import { useDetail } from '../archive.ts';
import { keep as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { say } from '../ui/toast.ts';
import { useChanges } from './changes.ts';
import styles from './form.module.css';

/** What was written and not saved, by conversation: it is there again when the dialog is. */
const useDrafts = create<Readonly<Record<string, string>>>(() => ({}));

function keepDraft(id: string, draft: string | null): void {
  const { [id]: _, ...others } = useDrafts.getState();
  useDrafts.setState(draft === null ? others : { ...others, [id]: draft }, true);
}

/** A note on a conversation, in Markdown. Escape leaves it as it was; the message that says so brings what was written back. */
export function NoteDialog({
  id,
  onClose,
  onResume,
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onResume: () => void;
}) {
  const { data: detail } = useDetail(id);
  const { make } = useChanges();
  const [typed, setTyped] = useState<string | null>(() => useDrafts.getState()[id] ?? null);
  const words = text.noteDialog;
  const note = detail?.note ?? '';
  const value = typed ?? note;

  const save = (next: string): void => {
    keepDraft(id, null);
    onClose();
    if (next === note) return;
    void make({
      ask: (archive) => archive.note({ id, note: next === '' ? null : next }),
      told: () => (next === '' ? text.noteRemoved : text.noteSaved),
      idle: null,
      patch: {
        concerns: (other) => other === id,
        row: () => ({ noted: next !== '' }),
        detail: () => ({ note: next === '' ? null : next }),
      },
    });
  };
  const leave = (): void => {
    onClose();
    if (value === note) return keepDraft(id, null);
    keepDraft(id, value);
    say(words.dropped, { topic: 'keep', action: { label: words.resume, run: onResume } });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !detail || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save(value.trim());
  };

  return (
    <Dialog
      open
      onClose={leave}
      title={words.title}
      footer={
        <>
          {note !== '' && (
            <Button className={styles.begin} onClick={() => save('')}>
              {words.remove}
            </Button>
          )}
          <Button look="outlined" onClick={leave}>
            {text.cancel}
          </Button>
          <Button look="primary" disabled={!detail} onClick={() => save(value.trim())}>
            {words.save}
            <span className={styles.keys} aria-hidden="true">
              <Kbd keys="Mod+Enter" />
            </span>
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.hint}>{detail ? words.of(detail.conversation.title) : ' '}</p>
        <textarea
          data-first-focus=""
          className={styles.text}
          aria-label={words.label}
          placeholder={words.placeholder}
          // What is there must be seen before it can be changed.
          readOnly={!detail}
          value={value}
          maxLength={100_000}
          rows={9}
          dir="auto"
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
    </Dialog>
  );
}
