import { bytesText } from '../../../shared/bytes-text.ts';
import type { Attachment } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { Icon } from '../../ui/icon.tsx';
import styles from './file-chip.module.css';

/** A file by its name, type and size; a click saves it. One whose bytes the export did not ship says so. */
export function FileChip({
  attachment,
  name,
  mime = null,
  image = false,
}: {
  readonly attachment: Attachment | undefined;
  readonly name: string | null;
  readonly mime?: string | null;
  readonly image?: boolean;
}) {
  const title = name ?? attachment?.name ?? (image ? text.image.name : text.file.name);
  const notes = [typeName(attachment?.mime ?? mime), attachment?.size ? bytesText(attachment.size) : null];
  if (!attachment?.hash) {
    return (
      <span className={styles.file} data-missing>
        <Icon name={image ? 'image' : 'file'} size={14} />
        <span className={styles.name}>{title}</span>
        <span className={styles.note}>
          {[...notes, image ? text.image.missing : text.file.missing].filter(Boolean).join(' · ')}
        </span>
      </span>
    );
  }
  return (
    <a className={styles.file} href={`/blobs/${attachment.hash}`} download={title} title={text.file.download(title)}>
      <Icon name={image ? 'image' : 'file'} size={14} />
      <span className={styles.name}>{title}</span>
      <span className={styles.note}>{notes.filter(Boolean).join(' · ')}</span>
      <Icon name="download" size={13} />
    </a>
  );
}

/** `application/pdf` is `pdf`. */
function typeName(mime: string | null): string | null {
  const name =
    mime
      ?.split(/[;+]/)[0]
      ?.split('/')[1]
      ?.replace(/^(?:x-|vnd\.)/, '') ?? null;
  return name === null || name === 'octet-stream' || name.length > 16 ? null : name;
}
