import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const placement = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximised: z.boolean(),
  fullScreen: z.boolean(),
});

/** Where a window was: its place when it is neither maximised nor full screen, and whether it was. */
export type Placement = z.infer<typeof placement>;

const settings = z.object({
  /** The archive that was opened last; null: the platform's folder. */
  archive: z.string().min(1).nullable().catch(null),
  window: placement.nullable().catch(null),
});

/** What the desktop remembers about this machine, beside the archive: the archive's own settings travel with it. */
export type Settings = z.infer<typeof settings>;

export interface SettingsFile {
  readonly read: () => Settings;
  readonly change: (patch: Partial<Settings>) => void;
}

/** A small JSON file. What cannot be read counts as never written; what cannot be written stops nothing. */
export function settingsIn(file: string): SettingsFile {
  const read = (): Settings => {
    try {
      return settings.parse(JSON.parse(readFileSync(file, 'utf8')));
    } catch {
      return { archive: null, window: null };
    }
  };
  return {
    read,
    change: (patch) => {
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.new`, JSON.stringify({ ...read(), ...patch }, null, 2));
        renameSync(`${file}.new`, file);
      } catch {
        // The window opens in its usual place next time.
      }
    },
  };
}
