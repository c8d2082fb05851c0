import { useCommand } from './commands/keyboard.ts';
import { following, useChoice, type Choice } from './preferences.ts';
import { say } from './ui/toast.ts';

export interface ThemeChoice {
  readonly theme: Choice<'theme'>;
  readonly next: () => void;
}

/** Light, dark or as the system is. */
export function useTheme(): ThemeChoice {
  const [theme, store] = useChoice('theme');
  const next = (): void => {
    const chosen = following('theme', theme);
    store(chosen);
    say(chosen === 'system' ? 'Theme: as the system.' : `Theme: ${chosen}.`);
  };
  useCommand('theme', next);
  return { theme, next };
}
