import { flushSync } from 'react-dom';
import type { CommandId } from '../../../shared/commands.ts';
import { runCommand } from '../../commands/keyboard.ts';
import { useView } from '../../view.ts';

/**
 * Runs a command on the open conversation, whatever is picked in the list or stands under its cursor: what is pressed in the head is meant
 * for what the head is of. The selection stays.
 */
export function onThis(id: string, command: CommandId): void {
  const { picked, all, except, cursor } = useView.getState();
  const elsewhere = picked.size > 0 || all || cursor !== id;
  if (!elsewhere) {
    runCommand(command);
    return;
  }
  // The commands' handlers follow the drawing.
  flushSync(() => useView.setState({ picked: new Set(), all: false, except: new Set(), cursor: id }));
  runCommand(command);
  useView.setState({ picked, all, except });
}
