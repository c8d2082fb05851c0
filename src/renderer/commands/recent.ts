import { z } from 'zod';
import { isCommandId, type CommandId } from '../../shared/commands.ts';

const schema = z.array(z.string()).catch([]);

/** The commands run last from the palette, newest first, as they are stored; what this version does not know is left out. */
export function recentCommands(stored: string): readonly CommandId[] {
  try {
    return schema.parse(JSON.parse(stored)).filter(isCommandId);
  } catch {
    return [];
  }
}

/** With one more. */
export function storedWith(stored: string, id: CommandId): string {
  return JSON.stringify([id, ...recentCommands(stored).filter((other) => other !== id)].slice(0, 8));
}
