import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { RawSource } from '../../shared/contract.ts';
import { sentence, useArchive, useSetting } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { raw as text } from '../messages/index.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { say } from '../ui/toast.ts';
import { go } from '../view.ts';
import { RawLines } from './raw-view/raw-lines.tsx';
import { useRecord } from './raw-view/use-record.ts';
import { useRawWrap } from './raw-view/use-raw-wrap.ts';
import styles from './raw-view.module.css';

/** The record as the provider wrote it: JSON laid out, anything else as it is. */
export function RawView({ id }: { readonly id: string }) {
  const archive = useArchive();
  const { data } = useQuery({
    queryKey: ['rawSources', id],
    queryFn: async ({ signal }) => (await archive.rawSources({ id }, signal)).sources,
    gcTime: 60_000,
    staleTime: 10_000,
  });
  const [record, setRecord] = useState<number | undefined>();
  const [stored, setTidy] = useSetting('reader.raw.tidy', '');
  const tidy = stored !== 'off';
  const leave = (): void => go({ raw: false }, { replace: true });
  useCommand('leave', leave);
  const sources = data ?? [];
  const source = sources.find((other) => other.record === record) ?? sources[0];
  return (
    <Original
      key={`${record ?? ''} ${tidy}`}
      id={id}
      record={record}
      tidy={tidy}
      onTidy={() => setTidy(tidy ? 'off' : '')}
      onLeave={leave}
      source={source && <Source source={source} sources={sources} onChoose={setRecord} />}
    />
  );
}

function Original({
  id,
  record,
  tidy,
  onTidy,
  onLeave,
  source,
}: {
  readonly id: string;
  readonly record: number | undefined;
  readonly tidy: boolean;
  readonly onTidy: () => void;
  readonly onLeave: () => void;
  readonly source: ReactNode;
}) {
  const { part, error } = useRecord(id, record, tidy);
  const [wrap, toggleWrap] = useRawWrap();
  const pieces = part !== null && (part.earlier !== null || part.later !== null);
  const copy = (): void => {
    navigator.clipboard.writeText(part?.text ?? '').then(
      () => say(text.copied),
      () => say(text.copyDenied, { kind: 'failed' }),
    );
  };
  return (
    <div className={styles.raw}>
      <div className={styles.bar}>
        <Button icon="back" className={styles.back} onClick={onLeave}>
          {text.back}
        </Button>
        <div className={styles.facts}>
          {source}
          {part && !pieces && <span className={styles.size}>{text.size(part.total)}</span>}
          {part && pieces && (
            <span className={styles.part}>
              <IconButton
                icon="chevron-left"
                label={text.earlierPart}
                disabled={part.earlier === null}
                onClick={() => part.earlier?.()}
              />
              <span className={styles.size} role="status">
                {text.part(part.from, part.to, part.total)}
              </span>
              <IconButton
                icon="chevron-right"
                label={text.laterPart}
                disabled={part.later === null}
                onClick={() => part.later?.()}
              />
            </span>
          )}
        </div>
        <span className={styles.tools}>
          <IconButton icon="expand" label={text.tidy} aria-pressed={tidy} onClick={onTidy} />
          <IconButton icon="wrap" label={text.wrap} aria-pressed={wrap} onClick={toggleWrap} />
          <IconButton icon="copy" label={pieces ? text.copyPart : text.copy} disabled={!part?.whole} onClick={copy} />
        </span>
      </div>
      {error ? (
        <Notice alert icon="error" title={text.failed}>
          <p>{sentence(error)}</p>
        </Notice>
      ) : !part ? (
        <div className={styles.reading} role="status" aria-label={text.reading}>
          <Skeleton width="40%" />
          <Skeleton width="65%" />
          <Skeleton width="52%" />
        </div>
      ) : (
        <RawLines
          key={part.from}
          rows={part.rows}
          wrap={wrap}
          label={text.name}
          end={
            part.later && (
              <p className={styles.steps}>
                <Button look="outlined" onClick={part.later}>
                  {text.laterPart}
                </Button>
              </p>
            )
          }
        />
      )}
    </div>
  );
}

/** Which record is shown, and the others behind the conversation. */
function Source({
  source,
  sources,
  onChoose,
}: {
  readonly source: RawSource;
  readonly sources: readonly RawSource[];
  readonly onChoose: (record: number) => void;
}) {
  const about = text.sources(sources.filter(({ current }) => current).length, sources.length);
  if (sources.length === 1) {
    return (
      <span className={styles.name} title={`${source.name}\n${about}`}>
        {source.name}
      </span>
    );
  }
  return (
    <Menu
      align="start"
      trigger={
        <Button className={styles.choose} title={`${source.name}\n${about}`} aria-label={`${text.chooseSource}: ${source.name}`}>
          <span className={styles.name}>{text.source(source.name, source.current)}</span>
          <Icon name="chevron-down" size={12} />
        </Button>
      }
      entries={sources.map((other) => ({
        id: String(other.record),
        label: text.source(other.name, other.current),
        note: text.size(other.bytes),
        checked: other.record === source.record,
        onSelect: () => onChoose(other.record),
      }))}
    />
  );
}
