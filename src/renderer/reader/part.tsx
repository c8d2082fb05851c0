import { bytesText } from '../../shared/bytes-text.ts';
import type { Attachment, Part, ToolResultPart } from '../../shared/model.ts';
import { count, formatDuration } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import './colours.css';
import { CodeBlock } from './code-block.tsx';
import { Fold } from './fold.tsx';
import { partKey } from './folds.ts';
import { Markdown } from './markdown.tsx';
import styles from './part.module.css';
import { PlainText } from './plain-text.tsx';
import { LoneResult, ToolCard, type Spot } from './tool-card.tsx';
import { tidyJson } from './tools/tidy-json.ts';

export interface PartContext {
  /** By native id. */
  readonly attachments: ReadonlyMap<string, Attachment>;
  /** By call id, within the item. */
  readonly results: ReadonlyMap<string, { readonly part: ToolResultPart; readonly spot: Spot }>;
  /** Call ids that a card in the item shows. */
  readonly calls: ReadonlySet<string>;
  readonly fromPerson: boolean;
  readonly onOpenThread: (nativeId: string) => void;
}

/** One part of a message, by its kind. */
export function PartView({ part, spot, context }: { readonly part: Part; readonly spot: Spot; readonly context: PartContext }) {
  const key = partKey(spot.message, spot.part);
  switch (part.type) {
    case 'text':
      return <Text text={part.text} source={part.source} foldKey={key} fromPerson={context.fromPerson} />;
    case 'thinking': {
      const length = part.text === '' ? 'kept private by the provider' : count(wordsOf(part.text), 'word');
      const label = part.durationMs === undefined ? 'Thinking' : `Thought for ${formatDuration(part.durationMs)}`;
      if (part.text === '') {
        return (
          <p className={styles.quiet}>
            <Icon name="thinking" size={14} /> {label} · {length}
          </p>
        );
      }
      return (
        <Fold foldKey={key} icon="thinking" label={part.title ?? label} summary={length}>
          <div data-part={key} className={styles.thinking}>
            <Markdown text={part.text} breaks />
          </div>
        </Fold>
      );
    }
    case 'tool-call':
      return (
        <ToolCard call={part} spot={spot} result={context.results.get(part.callId) ?? null} onOpenThread={context.onOpenThread} />
      );
    case 'tool-result':
      return context.calls.has(part.callId) ? null : <LoneResult part={part} spot={spot} />;
    case 'code':
      return (
        <div data-part={key}>
          <CodeBlock text={part.text} language={part.language ?? ''} />
        </div>
      );
    case 'image':
      return (
        <Picture
          attachment={context.attachments.get(part.attachment)}
          name={part.alt ?? part.name}
          width={part.width}
          height={part.height}
        />
      );
    case 'file':
      return (
        <div data-part={key}>
          <FileChip attachment={context.attachments.get(part.attachment)} name={part.name} />
          {part.text !== undefined && part.text !== '' && (
            <Fold foldKey={key} icon="file" label="Text of the file" summary={count(part.text.split('\n').length, 'line')}>
              <CodeBlock text={part.text} label={part.name ?? 'file'} />
            </Fold>
          )}
        </div>
      );
    case 'artifact':
      return (
        <Fold
          foldKey={key}
          icon="file"
          label={part.title ?? 'Artifact'}
          summary={`${part.kind} · version ${part.version}${part.action === 'create' ? '' : ` · ${part.action}`}`}
          tone="card"
        >
          <div data-part={key}>
            {part.text === null ? (
              <p className={styles.quiet}>The text of this version is not in the export.</p>
            ) : part.kind === 'text/markdown' ? (
              <Markdown text={part.text} />
            ) : (
              <CodeBlock text={part.text} language={part.language ?? ''} />
            )}
          </div>
        </Fold>
      );
    case 'citation':
      return <Citation url={part.url} title={part.title} text={part.text} />;
    case 'unknown':
      return (
        <Fold foldKey={key} icon="raw" label={part.kind} summary="not known to this version" tone="card">
          <div data-part={key}>
            <CodeBlock text={tidyJson(part.data)} label="json" />
          </div>
        </Fold>
      );
  }
}

function Text({
  text,
  source,
  foldKey,
  fromPerson,
}: {
  readonly text: string;
  readonly source: 'pasted' | 'injected' | 'command' | undefined;
  readonly foldKey: string;
  readonly fromPerson: boolean;
}) {
  if (source === 'command') {
    return (
      <p data-part={foldKey} className={styles.command}>
        <code>{text}</code>
      </p>
    );
  }
  if (source === 'injected' || source === 'pasted') {
    return (
      <Fold
        foldKey={foldKey}
        icon={source === 'pasted' ? 'paste' : 'raw'}
        label={source === 'pasted' ? 'Pasted' : 'Added by the program'}
        summary={`${count(wordsOf(text), 'word')} · ${text.slice(0, 120).replaceAll(/\s+/g, ' ')}`}
      >
        <div data-part={foldKey} className={styles.aside}>
          <PlainText text={text} />
        </div>
      </Fold>
    );
  }
  return (
    <div data-part={foldKey}>
      <Markdown text={text} breaks={fromPerson} />
    </div>
  );
}

/** Words of a text, roughly: runs between white space. */
function wordsOf(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/** Only types that a browser draws without running anything. */
const drawable = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;

function Picture({
  attachment,
  name,
  width,
  height,
}: {
  readonly attachment: Attachment | undefined;
  readonly name: string | null;
  readonly width: number | undefined;
  readonly height: number | undefined;
}) {
  if (!attachment?.hash || (attachment.mime !== null && !drawable.test(attachment.mime))) {
    return <FileChip attachment={attachment} name={name} image />;
  }
  return (
    <a href={`/blobs/${attachment.hash}`} target="_blank" rel="noreferrer" className={styles.picture}>
      <img
        src={`/blobs/${attachment.hash}`}
        alt={name ?? attachment.name ?? 'Image'}
        width={width}
        height={height}
        loading="lazy"
      />
    </a>
  );
}

function FileChip({
  attachment,
  name,
  image = false,
}: {
  readonly attachment: Attachment | undefined;
  readonly name: string | null;
  readonly image?: boolean;
}) {
  const title = name ?? attachment?.name ?? (image ? 'Image' : 'File');
  const size = attachment?.size ? bytesText(attachment.size) : null;
  const inside = (
    <>
      <Icon name={image ? 'image' : 'file'} size={14} />
      <span className={styles.fileName}>{title}</span>
      <span className={styles.fileNote}>{[size, !attachment?.hash && 'not in the export'].filter(Boolean).join(' · ')}</span>
    </>
  );
  if (!attachment?.hash) return <span className={styles.file}>{inside}</span>;
  return (
    <a className={styles.file} href={`/blobs/${attachment.hash}`} download={title}>
      {inside}
    </a>
  );
}

function Citation({
  url,
  title,
  text,
}: {
  readonly url: string | null;
  readonly title: string | null;
  readonly text: string | undefined;
}) {
  const name = title ?? url ?? 'Source';
  return (
    <p className={styles.citation}>
      <Icon name="link" size={13} />
      {url !== null && /^https?:/i.test(url) ? (
        <a href={url} target="_blank" rel="noreferrer noopener" title={url}>
          {name}
        </a>
      ) : (
        <span>{name}</span>
      )}
      {text !== undefined && <q className={styles.quote}>{text.slice(0, 300)}</q>}
    </p>
  );
}
