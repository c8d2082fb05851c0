import { useEffect } from 'react';
import { useSetting } from './archive.ts';
import { useCommand } from './commands/keyboard.ts';
import { say } from './ui/toast.ts';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

export interface ThemeChoice {
  readonly theme: Theme;
  readonly next: () => void;
}

/** Light, dark or as the system is; kept in the archive's settings, so that it is the same wherever the archive is opened. */
export function useTheme(): ThemeChoice {
  const [stored, store] = useSetting('theme', 'system');
  const theme = themes.find((name) => name === stored) ?? 'system';
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const next = (): void => {
    const following = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
    store(following);
    say(following === 'system' ? 'Theme: as the system.' : `Theme: ${following}.`);
  };
  useCommand('theme', next);
  return { theme, next };
}
