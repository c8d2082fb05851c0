import { memo, useState } from 'react';
import type { Attachment } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { FileChip } from './file-chip.tsx';
import { drawable, Lightbox } from './lightbox.tsx';
import styles from './picture.module.css';

/** A picture of the archive, small; a click shows it large, among the others of the conversation. */
export const Picture = memo(function Picture({
  attachment,
  attachments,
  name,
  width,
  height,
}: {
  readonly attachment: Attachment | undefined;
  /** All of the conversation, in order. */
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly name: string | null;
  readonly width: number | undefined;
  readonly height: number | undefined;
}) {
  const [open, setOpen] = useState(false);
  if (!attachment?.hash || !drawable(attachment)) return <FileChip attachment={attachment} name={name} image />;
  const title = name ?? attachment.name ?? text.image.name;
  return (
    <span className={styles.frame}>
      <button type="button" className={styles.picture} aria-label={text.image.open(title)} onClick={() => setOpen(true)}>
        <img
          src={`/blobs/${attachment.hash}`}
          alt={title}
          width={width}
          height={height}
          // Its place is kept from the start, so that nothing moves when it comes.
          style={width && height ? { aspectRatio: `${width} / ${height}` } : undefined}
          data-sized={width && height ? true : undefined}
          loading="lazy"
          decoding="async"
        />
      </button>
      {open && <Lightbox attachments={attachments} first={attachment.id} onClose={() => setOpen(false)} />}
    </span>
  );
});
