import type { ReactElement } from 'react';
import { commands, type CommandId } from '../../shared/commands.ts';
import { commands as text } from '../messages/index.ts';
import { ContextEntries, ContextMenu, type ContextEntry } from '../ui/context-menu.tsx';
import { say } from '../ui/toast.ts';
import { useTarget } from '../view.ts';
import { commandIcons } from './icons.ts';
import { canRun, runCommand, titleNow, useCommandsNow } from './keyboard.ts';

const groups: readonly (readonly CommandId[])[] = [
  ['star', 'tag', 'note', 'rename'],
  ['archive', 'trash'],
  ['export', 'copy'],
];

/**
 * What can be done with conversations, at the pointer, around the list of them. `onAim` must move the cursor to the row that was aimed
 * at (and clear the selection, when the row is not in it) before the menu opens: what is chosen acts on the target as every command.
 */
export function ConversationMenu({
  onAim,
  children,
}: {
  readonly onAim: (element: Element) => void;
  readonly children: ReactElement;
}) {
  return (
    <ContextMenu entries={<Entries />} onAim={onAim}>
      {children}
    </ContextMenu>
  );
}

function Entries() {
  // Aiming changes the target, and with it what commands can do.
  useCommandsNow();
  const target = useTarget();
  const [id] = target?.ids ?? [];
  const link: readonly ContextEntry[] =
    id !== undefined && target?.ids?.length === 1
      ? [{ id: 'link', label: text.menu.copyLink, icon: 'link', onSelect: () => void copyLink(id) }]
      : [];
  const entries = groups.map((ids) => ids.flatMap(entryOf));
  return <ContextEntries groups={[...entries, link].filter((group) => group.length > 0)} />;
}

function entryOf(id: CommandId): readonly ContextEntry[] {
  const command = commands.find((one) => one.id === id);
  if (!command || !canRun(id)) return [];
  const [keys] = command.keys;
  const icon = commandIcons.get(id);
  return [
    {
      id,
      label: titleNow(command),
      ...(icon && { icon }),
      ...(keys !== undefined && { keys }),
      // After the menu has given the focus back.
      onSelect: () => setTimeout(() => runCommand(id)),
    },
  ];
}

async function copyLink(id: string): Promise<void> {
  const url = new URL(location.pathname, location.href);
  url.searchParams.set('c', id);
  try {
    await navigator.clipboard.writeText(url.href);
    say(text.menu.linkCopied);
  } catch {
    say(text.menu.linkFailed, { kind: 'failed' });
  }
}
