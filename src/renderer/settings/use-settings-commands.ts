import { useCommand } from '../commands/keyboard.ts';
import { settings as text } from '../messages/index.ts';
import { following, useChoice } from '../preferences.ts';
import { say } from '../ui/toast.ts';
import { go } from '../view.ts';
import { textSizeBeside } from './text-sizes.ts';

/** Attaches what opens the settings, and what changes one of them from anywhere. Call once, where the window is. */
export function useSettingsCommands(): void {
  const [density, setDensity] = useChoice('density');
  const [textSize, setTextSize] = useChoice('textSize');
  useCommand('settings', () => go({ page: 'settings' }));
  useCommand('density', () => {
    const next = following('density', density);
    setDensity(next);
    say(text.said.density[next], { topic: 'density' });
  });
  const resize = (step: 1 | -1): void => {
    const next = textSizeBeside(textSize, step);
    if (next !== null) setTextSize(next);
    say(next === null ? (step === 1 ? text.said.largest : text.said.smallest) : text.said.textSize(next), { topic: 'text size' });
  };
  useCommand('larger', () => resize(1));
  useCommand('smaller', () => resize(-1));
}
