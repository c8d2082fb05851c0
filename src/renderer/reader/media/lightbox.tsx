import { Dialog } from '@base-ui/react/dialog';
import { useState, type KeyboardEvent } from 'react';
import { bytesText } from '../../../shared/bytes-text.ts';
import type { Attachment } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { buttonClass, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Live } from '../../ui/live.tsx';
import styles from './lightbox.module.css';

/** Only types that a browser draws without running anything. */
export function drawable(attachment: Attachment): boolean {
  return attachment.mime === null || /^image\/(png|jpeg|gif|webp|avif|bmp)$/.test(attachment.mime);
}

/** A picture over the whole window, with the ways to the next, to its real size, and to the file. */
export function Lightbox({
  attachments,
  first,
  onClose,
}: {
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly first: string;
  readonly onClose: () => void;
}) {
  const [pictures] = useState(() => picturesOf(attachments, first));
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      pictures.findIndex((picture) => picture.id === first),
    ),
  );
  const [real, setReal] = useState(false);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null);
  const picture = pictures[at];
  if (!picture?.hash) return null;
  const name = picture.name ?? text.image.name;
  const url = `/blobs/${picture.hash}`;
  const step = (by: 1 | -1): void => {
    if (pictures.length < 2) return;
    setAt((at + by + pictures.length) % pictures.length);
    setReal(false);
    setSize(null);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const actions: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => step(-1),
      ArrowRight: () => step(1),
      z: () => setReal(!real),
    };
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : actions[event.key];
    // Real size scrolls by the arrows.
    if (!act || (real && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    act();
  };
  const place = pictures.length > 1 ? text.image.place(at + 1, pictures.length) : '';
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup} onKeyDown={onKeyDown}>
          <header className={styles.head}>
            <Dialog.Title className={styles.title}>{name}</Dialog.Title>
            <span className={styles.note}>
              {[place, size && text.image.size(size.width, size.height), picture.size !== null && bytesText(picture.size)]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <span className={styles.tools}>
              <IconButton
                icon={real ? 'shrink' : 'expand'}
                label={real ? text.image.fit : text.image.real}
                keys="Z"
                aria-pressed={real}
                onClick={() => setReal(!real)}
              />
              <a
                className={buttonClass({ iconOnly: true })}
                href={url}
                target="_blank"
                rel="noreferrer"
                aria-label={text.image.original}
                title={text.image.original}
              >
                <Icon name="open" />
              </a>
              <a
                className={buttonClass({ iconOnly: true })}
                href={url}
                download={name}
                aria-label={text.image.download}
                title={text.image.download}
              >
                <Icon name="download" />
              </a>
              <IconButton icon="close" label={text.image.close} keys="Escape" onClick={onClose} />
            </span>
          </header>
          <div className={styles.stage} data-real={real || undefined} tabIndex={real ? 0 : undefined}>
            <button
              type="button"
              className={styles.zoom}
              aria-label={real ? text.image.fit : text.image.real}
              onClick={() => setReal(!real)}
            >
              <img
                key={picture.id}
                src={url}
                alt={name}
                onLoad={({ currentTarget }) =>
                  setSize({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
                }
              />
            </button>
          </div>
          {pictures.length > 1 && (
            <>
              <IconButton
                className={styles.previous}
                icon="chevron-left"
                label={text.image.previous}
                keys="ArrowLeft"
                onClick={() => step(-1)}
              />
              <IconButton
                className={styles.next}
                icon="chevron-right"
                label={text.image.next}
                keys="ArrowRight"
                onClick={() => step(1)}
              />
            </>
          )}
          <Live text={place === '' ? '' : `${name}, ${place}`} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The pictures of a conversation that can be shown. */
function picturesOf(attachments: ReadonlyMap<string, Attachment>, first: string): readonly Attachment[] {
  return [...attachments.values()].filter(
    (attachment) => attachment.hash !== null && (attachment.id === first || (drawable(attachment) && attachment.mime !== null)),
  );
}
