import { useCommand } from './commands/keyboard.ts';
import { app as text } from './messages/index.ts';
import { following, useChoice } from './preferences.ts';
import { say } from './ui/toast.ts';

/** The command that changes the theme: as the system is, light, dark. Call once. */
export function useThemeCommand(): void {
  const [theme, store] = useChoice('theme');
  useCommand('theme', () => {
    const chosen = following('theme', theme);
    store(chosen);
    say(text.themes[chosen]);
  });
}
