import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { providerNames, type ConversationDetail } from '../../shared/contract.ts';
import { sentence, useArchive } from '../archive.ts';
import { runCommand, useCommand } from '../commands/keyboard.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { count, formatFullTime, formatNumber, formatTime } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Live } from '../ui/live.tsx';
import { Menu } from '../ui/menu.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { say } from '../ui/toast.ts';
import { go, shownBranch } from '../view.ts';
import { useLensCommands, type Lenses } from './lenses.ts';
import styles from './reader-head.module.css';
import type { HitWalk } from './use-hits.ts';

export function ReaderHead({
  detail,
  lenses,
  hits,
  raw,
  scrolled,
  onBack,
}: {
  readonly detail: ConversationDetail;
  readonly lenses: Lenses;
  readonly hits: HitWalk;
  readonly raw: boolean;
  readonly scrolled: boolean;
  readonly onBack: (() => void) | null;
}) {
  const archive = useArchive();
  const { conversation } = detail;
  useLensCommands(lenses);
  const copy = useMutation({
    mutationFn: async () => {
      const transforms = lenses.applied.map((transform) => transform.name);
      const { markdown } = await archive.markdown({ id: conversation.id, transforms, ...shownBranch(conversation.id) });
      await navigator.clipboard.writeText(markdown);
    },
    onSuccess: () => say('Copied as Markdown.'),
    onError: (error) => say(`Could not copy: ${sentence(error)}`, { kind: 'failed' }),
  });
  const star = useMutation({
    mutationFn: () => archive.star({ selection: { ids: [conversation.id] }, starred: !conversation.starred }),
    onError: (error) => say(sentence(error), { kind: 'failed' }),
  });
  useCommand('copy', () => copy.mutate());
  return (
    <header className={styles.head} data-scrolled={scrolled || undefined}>
      <div className={styles.top}>
        {onBack && <IconButton icon="back" label="Back to the list" onClick={onBack} />}
        <h1 className={styles.title} title={conversation.title}>
          {conversation.title}
        </h1>
        <IconButton
          icon="star"
          label={conversation.starred ? 'Remove star' : 'Star'}
          keys="s"
          filled={conversation.starred}
          aria-pressed={conversation.starred}
          onClick={() => star.mutate()}
        />
      </div>
      <Facts detail={detail} />
      <Lineage detail={detail} />
      <div className={styles.bar} role="toolbar" aria-label="Conversation">
        <LensButton
          lenses={lenses}
          name="strip-tools"
          icon="tool"
          label="Hide tools"
          keys="t"
          disabled={conversation.toolCalls === 0}
        />
        <LensButton
          lenses={lenses}
          name="strip-thinking"
          icon="thinking"
          label="Hide thinking"
          keys="h"
          disabled={conversation.thinkingParts === 0}
        />
        <span className={styles.space} />
        {!hits.find.open && hits.stops.length > 0 && <HitSteps hits={hits} />}
        <IconButton
          icon="raw"
          label="Original record"
          keys="r"
          aria-pressed={raw}
          onClick={() => go({ raw: !raw }, { replace: true })}
        />
        <IconButton icon="copy" label="Copy as Markdown" keys="c" disabled={copy.isPending} onClick={() => copy.mutate()} />
        <IconButton icon="export" label="Export as Markdown" keys="e" onClick={() => runCommand('export')} />
      </div>
    </header>
  );
}

function LensButton({
  lenses,
  name,
  icon,
  label,
  keys,
  disabled,
}: {
  readonly lenses: Lenses;
  readonly name: string;
  readonly icon: 'tool' | 'thinking';
  readonly label: string;
  readonly keys: string;
  readonly disabled: boolean;
}) {
  const on = lenses.applied.some((transform) => transform.name === name);
  return (
    <Button
      icon={icon}
      aria-pressed={on}
      title={`${label} (${keys})`}
      disabled={disabled && !on}
      className={styles.lens}
      onClick={() => lenses.toggle(name)}
    >
      {label}
    </Button>
  );
}

function Facts({ detail: { conversation } }: { readonly detail: ConversationDetail }) {
  const { provider, models, createdAt, updatedAt, messages, branches, project, inNewestExport } = conversation;
  const from = createdAt ?? updatedAt;
  const facts: ReactNode[] = [
    <span key="provider" className={styles.provider}>
      <ProviderMark provider={provider} size={14} />
      {providerNames[provider]}
    </span>,
    from !== null && (
      <time key="time" dateTime={new Date(from).toISOString()} title={formatFullTime(from)}>
        {formatTime(from)}
      </time>
    ),
    models.length > 0 && (
      <span key="models" title={models.join(', ')}>
        {models[0]}
        {models.length > 1 && ` +${models.length - 1}`}
      </span>
    ),
    count(messages, 'message'),
    branches > 1 && count(branches, 'branch', 'branches'),
    project !== null && (
      <span key="project" title={conversation.cwd ?? project} className={styles.project}>
        <Icon name="folder" size={13} />
        {project}
      </span>
    ),
    inNewestExport === false && 'not in the newest export',
  ];
  return (
    <ul className={styles.facts}>
      {facts.filter(Boolean).map((fact, place) => (
        <li key={place}>{fact}</li>
      ))}
    </ul>
  );
}

/** Where the conversation comes from, and what came of it. */
function Lineage({ detail: { parent, children } }: { readonly detail: ConversationDetail }) {
  if (!parent && children.length === 0) return null;
  const open = (id: string) => go({ open: id, at: null, raw: false });
  const subagents = children.every((child) => child.relation === 'subagent');
  return (
    <div className={styles.lineage}>
      {parent && (
        <Button icon="back" className={styles.relative} onClick={() => open(parent.id)} title={parent.title}>
          <span className={styles.relativeTitle}>Part of: {parent.title}</span>
        </Button>
      )}
      {children.length > 0 && (
        <Menu
          align="start"
          trigger={
            <Button icon="subagent" className={styles.relative}>
              {subagents
                ? count(children.length, 'subagent')
                : count(children.length, 'conversation that came of it', 'conversations that came of it')}
              <Icon name="chevron-down" size={12} />
            </Button>
          }
          entries={children.slice(0, 100).map((child) => ({
            id: child.id,
            label: child.title,
            note: subagents ? count(child.messages, 'message') : child.relation,
            onSelect: () => open(child.id),
          }))}
        />
      )}
    </div>
  );
}

function HitSteps({ hits }: { readonly hits: HitWalk }) {
  const { stops, at, more, step } = hits;
  const total = `${formatNumber(stops.length)}${more ? '+' : ''}`;
  return (
    <span className={styles.hits} role="group" aria-label="Matches">
      <span className={styles.hitCount}>
        {at === null ? count(stops.length, 'match', 'matches') : `${formatNumber(at + 1)} of ${total}`}
      </span>
      <IconButton icon="chevron-up" label="Previous match" keys="N" onClick={() => step(-1)} />
      <IconButton icon="chevron-down" label="Next match" keys="n" onClick={() => step(1)} />
      <Live text={at === null ? '' : `Match ${at + 1} of ${total}`} pause={200} />
    </span>
  );
}
