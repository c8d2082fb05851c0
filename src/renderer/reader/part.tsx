import { memo } from 'react';
import type { Attachment, Part, ToolResultPart } from '../../shared/model.ts';
import { parts as text } from '../messages/index.ts';
import { ArtifactCard } from './artifacts/artifact-card.tsx';
import { Maker } from './artifacts/maker.tsx';
import { CodeBlock, lineCount } from './code-block.tsx';
import './colours.css';
import { languageOfFile } from './code/languages.ts';
import { Fold } from './fold.tsx';
import { partKey } from './folds.ts';
import { FileChip } from './media/file-chip.tsx';
import { Picture } from './media/picture.tsx';
import styles from './part.module.css';
import { SaidText } from './said-text.tsx';
import { Sources, type CitationAt } from './sources.tsx';
import { Thinking } from './thinking.tsx';
import { LoneResult, ToolCard, type Spot } from './tool-card.tsx';
import { JsonView } from './tools/json-view.tsx';
import { PartContextKey } from './whole.ts';

export interface PartContext {
  /** By native id. */
  readonly attachments: ReadonlyMap<string, Attachment>;
  /** By call id, within the item. */
  readonly results: ReadonlyMap<string, { readonly part: ToolResultPart; readonly spot: Spot }>;
  /** Call ids that a card in the item shows. */
  readonly calls: ReadonlySet<string>;
  /** All parts of the message: its citations are drawn together. */
  readonly parts: readonly Part[];
  readonly fromPerson: boolean;
  /** It is of an answer: what is not the model's in it is a notice, of an error mostly. */
  readonly inAnswer: boolean;
  readonly onOpenThread: (nativeId: string) => void;
}

/** One part of a message, by its kind. */
export function PartView({ part, spot, context }: { readonly part: Part; readonly spot: Spot; readonly context: PartContext }) {
  const key = partKey(spot.message, spot.part);
  switch (part.type) {
    case 'text':
      return (
        <PartContextKey value={key}>
          <SaidText
            source={part.text}
            from={part.source}
            partKey={key}
            fromPerson={context.fromPerson}
            inAnswer={context.inAnswer}
          />
        </PartContextKey>
      );
    case 'thinking':
      return <Thinking part={part} partKey={key} />;
    case 'tool-call': {
      const result = context.results.get(part.callId) ?? null;
      const card = <ToolCard call={part} spot={spot} result={result} onOpenThread={context.onOpenThread} />;
      // An artifact's card says what the call did; the call itself is there when asked for, or when it failed.
      const isShown = context.parts[spot.part + 1]?.type === 'artifact' && result?.part.outcome !== 'error';
      return isShown ? <Maker partKey={key}>{card}</Maker> : card;
    }
    case 'tool-result':
      return context.calls.has(part.callId) ? null : <LoneResult part={part} spot={spot} />;
    case 'code':
      return (
        <PartContextKey value={key}>
          <div data-part={key}>
            <CodeBlock text={part.text} language={part.language ?? ''} />
          </div>
        </PartContextKey>
      );
    case 'image':
      return (
        <Picture
          attachment={context.attachments.get(part.attachment)}
          attachments={context.attachments}
          name={part.alt ?? part.name}
          width={part.width}
          height={part.height}
        />
      );
    case 'file':
      return (
        <FileView
          name={part.name}
          mime={part.mime}
          source={part.text ?? ''}
          attachment={context.attachments.get(part.attachment)}
          partKey={key}
        />
      );
    case 'artifact':
      return (
        <div data-part={key}>
          <ArtifactCard part={part} message={spot.message} />
        </div>
      );
    case 'citation':
      return isLastCitation(context.parts, spot.part) ? (
        <Sources message={spot.message} citations={citationsOf(context.parts)} />
      ) : null;
    case 'unknown':
      return (
        <Fold foldKey={key} icon="raw" label={part.kind} summary={text.unknown} tone="card">
          <PartContextKey value={key}>
            <div data-part={key}>
              <JsonView value={part.data} label={part.kind} />
            </div>
          </PartContextKey>
        </Fold>
      );
  }
}

const FileView = memo(function FileView({
  name,
  mime,
  source,
  attachment,
  partKey: key,
}: {
  readonly name: string | null;
  readonly mime: string | null;
  /** What the provider read out of the file. */
  readonly source: string;
  readonly attachment: Attachment | undefined;
  readonly partKey: string;
}) {
  const title = name ?? attachment?.name ?? text.file.name;
  return (
    <div data-part={key} className={styles.fileView}>
      <FileChip attachment={attachment} name={name} mime={mime} />
      {source !== '' && (
        <Fold foldKey={key} icon="file" label={text.file.text} summary={text.lines(lineCount(source))}>
          <PartContextKey value={key}>
            <CodeBlock text={source} label={title} language={languageOfFile(title) ?? ''} />
          </PartContextKey>
        </Fold>
      )}
    </div>
  );
});

function isLastCitation(parts: readonly Part[], place: number): boolean {
  return parts.findLastIndex(({ type }) => type === 'citation') === place;
}

/** The sources of a message, each once. */
function citationsOf(parts: readonly Part[]): readonly CitationAt[] {
  const seen = new Set<string>();
  return parts.flatMap((part, place) => {
    if (part.type !== 'citation') return [];
    const sign = `${part.url}\n${part.title}`;
    if (part.url !== null && seen.has(sign)) return [];
    seen.add(sign);
    return [{ part, place }];
  });
}
