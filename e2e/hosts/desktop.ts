import type { Page } from '@playwright/test';

/** What a person or the system does to the desktop program, beside what happens in its page. */
export type Order =
  | { readonly do: 'quit' }
  | { readonly do: 'menu'; readonly id: string }
  /** The next dialogue for files gets these; none: it is dismissed. */
  | { readonly do: 'choose'; readonly paths: readonly string[] }
  /** The button of the next message. */
  | { readonly do: 'press'; readonly button: number }
  | {
      readonly do: 'place';
      readonly bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
      readonly maximised: boolean;
    }
  | { readonly do: 'second start'; readonly files: readonly string[] }
  | { readonly do: 'open file'; readonly path: string }
  | { readonly do: 'look away' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'click notification' }
  | { readonly do: 'navigate'; readonly url: string }
  | { readonly do: 'open link'; readonly url: string };

/** What the program did to Electron, by name. */
export interface Told {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The program, with or without a window. */
export interface Running {
  readonly told: readonly Told[];
  /** The first it told or will tell of this type that matches. */
  readonly until: (type: string, matches?: (told: Told) => boolean) => Promise<Told>;
  readonly tell: (order: Order) => Promise<void>;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  readonly close: () => Promise<number | null>;
}

export interface Desktop extends Running {
  readonly kind: 'electron' | 'stand-in';
  /** The window's page. */
  readonly url: string;
  /** Electron's own window; null: any page of a Chromium is to become it. */
  readonly page: Page | null;
  /** To run in that page before its own scripts. */
  readonly preload?: string;
  /** Milliseconds from the start of the process to the window's first load. */
  readonly startMs: number;
}

export interface LaunchOptions {
  /** Absent: where the settings or the platform say. */
  readonly archive?: string;
  /** The person's folder for data: settings, and the archive where none is named. */
  readonly data: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of a person with this folder for data. */
export function environmentIn(data: string): Record<string, string> {
  // Nothing is looked for outside of it.
  return { XDG_DATA_HOME: data, LOCALAPPDATA: data, HOME: data, POLYLOGUE_HOME: data };
}
