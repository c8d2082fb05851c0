import { commands, type CommandId } from '../../../shared/commands.ts';
import type { ConversationDetail } from '../../../shared/contract.ts';
import { commandIcons } from '../../commands/icons.ts';
import { canRun, titleNow, useCommandsNow } from '../../commands/keyboard.ts';
import { keep, reader } from '../../messages/index.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { IconButton } from '../../ui/button.tsx';
import { ContextEntries, type ContextEntry } from '../../ui/context-menu.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { say } from '../../ui/toast.ts';
import { placeOf, searchOf } from '../../view.ts';
import { onThis } from './on-this.ts';

const text = reader.bar;

/** What has no icon in the list of commands' own. */
const icons: Partial<Readonly<Record<CommandId, IconName>>> = { outline: 'outline', unfold: 'unfold' };

/** Everything that can be done with the open conversation, with its keys. */
export function MoreMenu({ detail }: { readonly detail: ConversationDetail }) {
  return <ActionMenu trigger={<IconButton icon="more" label={text.more} />} entries={<Entries detail={detail} />} />;
}

function Entries({ detail: { conversation, archived, trashed } }: { readonly detail: ConversationDetail }) {
  useCommandsNow();
  const { id, starred } = conversation;
  // The commands' own titles are of what is picked in the list; these are of what is open.
  const titles: Partial<Readonly<Record<CommandId, string>>> = {
    ...(starred && { star: keep.titles.unstar }),
    ...(archived && { archive: keep.titles.unarchive }),
    ...(trashed && { trash: keep.titles.restore }),
  };
  const plain = (command: CommandId): string | undefined => commands.find((one) => one.id === command)?.title;
  const entryOf = (command: CommandId): readonly ContextEntry[] => {
    const found = commands.find((one) => one.id === command);
    if (!found || !canRun(command)) return [];
    const [keys] = found.keys;
    const icon = icons[command] ?? commandIcons.get(command);
    const label = titles[command] ?? (found.group === 'Keep' ? plain(command) : undefined) ?? titleNow(found);
    return [
      {
        id: command,
        label,
        ...(icon && { icon }),
        ...(keys !== undefined && { keys }),
        // After the menu has given the focus back.
        onSelect: () => setTimeout(() => onThis(id, command)),
      },
    ];
  };
  const link: ContextEntry = { id: 'link', label: text.copyLink, icon: 'link', onSelect: () => void copyLink(id) };
  const groups: readonly (readonly ContextEntry[])[] = [
    (['find', 'outline', 'unfold', 'tools', 'thinking'] as const).flatMap(entryOf),
    [...entryOf('raw'), ...entryOf('copy'), link, ...entryOf('export')],
    (['star', 'rename', 'tag', 'note'] as const).flatMap(entryOf),
    (['archive', 'trash'] as const).flatMap(entryOf),
  ];
  return <ContextEntries groups={groups.filter((group) => group.length > 0)} />;
}

/** The address of the conversation alone: nothing of what is searched or picked now, the host's token least of all. */
async function copyLink(id: string): Promise<void> {
  const url = new URL(location.href);
  url.hash = '';
  url.search = searchOf({ ...placeOf(''), open: id });
  try {
    await navigator.clipboard.writeText(url.href);
    say(text.linkCopied);
  } catch {
    say(text.linkFailed, { kind: 'failed' });
  }
}
