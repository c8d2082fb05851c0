import { useCallback, useId, useMemo, useState } from 'react';
import type { ArtifactPart } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { CodeBlock } from '../code-block.tsx';
import { CopyButton } from '../copy-button.tsx';
import { changesBetween } from '../diff/changes.ts';
import { DiffView } from '../diff/diff-view.tsx';
import { Markdown } from '../markdown.tsx';
import { PartContextKey } from '../whole.ts';
import styles from './artifact-dialog.module.css';
import { fileName, isDrawing, isMarkdown, isPage, kindName, languageName } from './kinds.ts';
import { SealedPage } from './sealed-page.tsx';
import { useVersions, type Version } from './versions.ts';

type View = 'shown' | 'run' | 'source' | 'changes';

/** An artifact whole: its versions, how it looks where that can be shown without running it, its source, and what changed. */
export function ArtifactDialog({
  part,
  message,
  onClose,
}: {
  readonly part: ArtifactPart;
  /** Index of its message. */
  readonly message: number;
  readonly onClose: () => void;
}) {
  const label = useId();
  const versions = useVersions(part, message);
  const [version, setVersion] = useState<Version | null>(null);
  const [chosen, setView] = useState<View | null>(null);
  const at = Math.max(
    0,
    versions.findIndex((other) =>
      version === null ? other.part.version === part.version && !other.elsewhere : sameVersion(other, version),
    ),
  );
  const now = versions[at]?.part ?? part;
  const elsewhere = versions[at]?.elsewhere === true;
  // What another branch made is held against what this one has.
  const before = versions.findLast((other, place) => place < at && !other.elsewhere)?.part;
  const views: View[] = [
    ...(now.text !== null && (isMarkdown(now) || isDrawing(now)) ? (['shown'] as const) : []),
    ...(isPage(now) ? (['run'] as const) : []),
    'source',
    ...(before && before.text !== null && now.text !== null ? (['changes'] as const) : []),
  ];
  const view = chosen !== null && views.includes(chosen) ? chosen : isMarkdown(now) && now.text !== null ? 'shown' : 'source';
  const show = (by: 1 | -1): void => setVersion(versions[at + by] ?? null);
  return (
    <Dialog open onClose={onClose} wide title={now.title ?? text.artifact.untitled}>
      <div className={styles.bar}>
        <span className={styles.kind}>{kindName(now)}</span>
        {versions.length > 1 && (
          <span className={styles.versions} role="group" aria-label={text.artifact.versions}>
            <IconButton icon="chevron-left" label={text.artifact.previous} disabled={at === 0} onClick={() => show(-1)} />
            <span aria-live="polite">{text.artifact.place(at + 1, versions.length)}</span>
            <IconButton
              icon="chevron-right"
              label={text.artifact.next}
              disabled={at === versions.length - 1}
              onClick={() => show(1)}
            />
          </span>
        )}
        {elsewhere && <span className={styles.elsewhere}>{text.artifact.elsewhere}</span>}
        <span className={styles.tools}>
          <span id={label} className="visually-hidden">
            {text.artifact.view}
          </span>
          {views.length > 1 && (
            <Segmented
              labelledBy={label}
              choices={views.map((value) => ({ value, label: text.artifact.views[value] }))}
              value={view}
              onChange={setView}
            />
          )}
          {now.text !== null && (
            <>
              <CopyButton value={() => now.text ?? ''} what={now.title ?? text.artifact.untitled} />
              <Button icon="download" onClick={() => save(now)}>
                {text.artifact.save}
              </Button>
            </>
          )}
        </span>
      </div>
      <PartContextKey value={null}>
        <div className={styles.body}>
          {now.text === null ? (
            <p className={styles.quiet}>{text.artifact.missing}</p>
          ) : view === 'changes' ? (
            <Changes before={before?.text ?? ''} after={now.text} name={fileName(now)} />
          ) : view === 'run' ? (
            <SealedPage key={at} source={now.text} name={now.title ?? text.artifact.untitled} />
          ) : view === 'source' ? (
            <CodeBlock text={now.text} language={languageName(now)} label={kindName(now)} firstLine={1} />
          ) : isMarkdown(now) ? (
            <Markdown text={now.text} />
          ) : (
            <Drawing source={now.text} name={now.title ?? text.artifact.untitled} />
          )}
        </div>
      </PartContextKey>
    </Dialog>
  );
}

function sameVersion(one: Version, other: Version): boolean {
  return one.elsewhere === other.elsewhere && one.part.version === other.part.version && one.part.text === other.part.text;
}

function Changes({ before, after, name }: { readonly before: string; readonly after: string; readonly name: string }) {
  const files = useMemo(
    () => [{ path: name, verb: 'update', movedTo: null, hunks: [changesBetween(before, after)] }] as const,
    [before, after, name],
  );
  return before === after ? <p className={styles.quiet}>{text.artifact.same}</p> : <DiffView files={files} />;
}

/** An SVG as an image: there it runs nothing and loads nothing. */
function Drawing({ source, name }: { readonly source: string; readonly name: string }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }));
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [source],
  );
  return <img ref={show} className={styles.drawing} alt={name} />;
}

function save(part: ArtifactPart): void {
  const url = URL.createObjectURL(new Blob([part.text ?? ''], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(part);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
