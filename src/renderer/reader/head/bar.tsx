import { useMutation } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import { providerNames, type ConversationDetail } from '../../../shared/contract.ts';
import { sentence, useArchive } from '../../archive.ts';
import { runCommand, useCommand } from '../../commands/keyboard.ts';
import { reader } from '../../messages/index.ts';
import { IconButton } from '../../ui/button.tsx';
import { ProviderMark } from '../../ui/provider-mark.tsx';
import { say } from '../../ui/toast.ts';
import { shownBranch } from '../../view.ts';
import { useLensCommands, type Lenses } from '../lenses.ts';
import type { HitWalk } from '../use-hits.ts';
import styles from './bar.module.css';
import { HitSteps } from './hit-steps.tsx';
import { LensButton } from './lens-button.tsx';
import { MoreMenu } from './more-menu.tsx';
import { onThis } from './on-this.ts';

const text = reader.bar;

/**
 * The line over an open conversation, always of the same height: where it is from, or its title once that has been scrolled away, and what
 * can be done with it.
 */
export function HeadBar({
  detail,
  lenses,
  hits,
  titled,
  lined,
  raw,
  onBack,
}: {
  readonly detail: ConversationDetail;
  readonly lenses: Lenses;
  readonly hits: HitWalk;
  /** The title is shown here: it is not in sight elsewhere. */
  readonly titled: boolean;
  /** Something has been scrolled under it. */
  readonly lined: boolean;
  /** The original is shown: nothing to hide, unfold or step through. */
  readonly raw: boolean;
  readonly onBack: (() => void) | null;
}) {
  const archive = useArchive();
  const { id, title, provider, starred, starredThere, toolCalls, thinkingParts } = detail.conversation;
  const starLabel = starred ? text.unstar : text.star;
  useLensCommands(lenses);
  const copy = useMutation({
    mutationFn: async () => {
      const transforms = lenses.applied.map((transform) => transform.name);
      const { markdown } = await archive.markdown({ id, transforms, ...shownBranch(id) });
      await navigator.clipboard.writeText(markdown);
    },
    onSuccess: () => say(text.copied),
    onError: (error) => say(text.notCopied(sentence(error)), { kind: 'failed' }),
  });
  useCommand('copy', () => copy.mutate());
  return (
    <header className={styles.bar} data-lined={lined || undefined} data-titled={titled || undefined}>
      <div className={styles.line}>
        {onBack && <IconButton icon="back" label={text.back} className={styles.back} onClick={onBack} />}
        <ProviderMark provider={provider} size={16} />
        <div className={styles.what}>
          <span className={styles.provider} aria-hidden={titled || undefined}>
            {providerNames[provider]}
          </span>
          <h1 className={styles.title} title={titled ? title : undefined} dir="auto">
            {title}
          </h1>
        </div>
        <div className={styles.tools} role="toolbar" aria-label={text.name} tabIndex={-1} onKeyDown={alongTheBar}>
          {!hits.find.open && !raw && hits.stops.length > 0 && <HitSteps hits={hits} />}
          {!raw && (
            <>
              <LensButton lenses={lenses} of="tools" many={toolCalls} />
              <LensButton lenses={lenses} of="thinking" many={thinkingParts} />
              <IconButton
                icon="search"
                label={text.find}
                keys="Mod+f"
                className={styles.find}
                onClick={() => runCommand('find')}
              />
              <IconButton
                icon="outline"
                label={text.outline}
                keys="o"
                className={styles.spare}
                onClick={() => runCommand('outline')}
              />
              <IconButton
                icon="unfold"
                label={text.unfold}
                keys="z"
                className={styles.spare}
                onClick={() => runCommand('unfold')}
              />
            </>
          )}
          <IconButton
            icon="star"
            label={starredThere ? text.starredThere(starLabel, providerNames[provider]) : starLabel}
            keys="s"
            filled={starred}
            className={starred ? styles.starred : undefined}
            onClick={() => onThis(id, 'star')}
          />
          <MoreMenu detail={detail} />
        </div>
      </div>
    </header>
  );
}

/** In a toolbar the arrows go from button to button, too. */
function alongTheBar(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (by === 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')].filter((button) => button.offsetWidth > 0);
  const at = buttons.findIndex((button) => button === document.activeElement);
  if (at === -1) return;
  event.preventDefault();
  buttons[(at + by + buttons.length) % buttons.length]?.focus();
}
