import { useCommand } from '../commands/keyboard.ts';
import { useImportFound } from './use-found.ts';

/** Call once. */
export function useFoundCommands(): void {
  const { mutate, isPending } = useImportFound();
  useCommand('bringUpToDate', () => {
    if (!isPending) mutate(null);
  });
}
