import { z } from 'zod';
import { followedSetting, providerNames } from '../shared/contract.ts';
import { providerIds } from '../shared/model.ts';
import { keepThread, type KeptThread } from './threads/kept-thread.ts';

/** What the app needs to know of the conversations that tools keep on this computer. */
export interface FoundHere {
  /** The answer to `discover`, as it came from the thread. */
  readonly discover: (signal: AbortSignal) => Promise<string>;
  /** Imports what is new or has grown; the job's id, or null when there was nothing. @param places ids; null: those of which something is archived */
  readonly importFound: (places: readonly string[] | null, signal: AbortSignal) => Promise<string | null>;
  /** Begins to follow the places that the settings name; to be called again when any has changed. */
  readonly follow: () => Promise<void>;
  /** Looks which originals were deleted since the last look, and has it written down. */
  readonly lookForGone: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface FoundOptions {
  /** The entry of the thread that looks. */
  readonly entry: string;
  readonly dir: string;
  /** Begins an import; its job's id. */
  readonly addImport: (label: string, inputs: readonly string[]) => string;
  readonly ended: (jobId: string) => Promise<unknown>;
  /** Begins to write down a look. */
  readonly addMark: (change: GoneChange) => string;
  readonly settings: () => Promise<Readonly<Record<string, string>>>;
  readonly log: (line: string) => void;
  readonly pauses?: Partial<typeof usual>;
}

const usual = {
  /** Milliseconds between the ends of two imports of what is followed. */
  between: 20_000,
  /** Milliseconds after which is looked again at what is followed, whatever the kernel has told. */
  rescan: 5 * 60_000,
};

const inputsSchema = z.object({
  inputs: z.array(z.string()),
  places: z.array(z.object({ provider: z.enum(providerIds).nullable(), variant: z.string().nullable() })),
});
const goneSchema = z.object({ gone: z.array(z.number()), back: z.array(z.number()) });
type GoneChange = z.infer<typeof goneSchema>;
const idsSchema = z.array(z.string());

/** The places to follow, as the setting holds them; what cannot be read is none. */
export function followedIn(settings: Readonly<Record<string, string>>): readonly string[] {
  try {
    return idsSchema.parse(JSON.parse(settings[followedSetting] ?? '[]'));
  } catch {
    return [];
  }
}

/** Looks around on this computer, in a thread that is started when it is first needed. */
export function createFound({ entry, dir, addImport, ended, addMark, settings, log, pauses }: FoundOptions): FoundHere {
  const { between, rescan } = { ...usual, ...pauses };
  let finder: KeptThread | null = null;
  let closing = false;
  let followed: readonly string[] = [];
  /** Followed places in which something changed that is not being imported yet. */
  const due = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let importing = false;
  let looking: Promise<void> | null = null;
  let lookAgain = false;

  const ask = (name: string, body: unknown, signal?: AbortSignal): Promise<string> => {
    finder ??= keepThread(entry, dir, {
      onEvent: (event, told) => {
        if (event === 'grown') changed(idsSchema.parse(JSON.parse(told)));
      },
      restarted: () => quietly(follow(followed)),
      died: (fault) => log(`the finding thread stopped: ${fault?.message ?? ''}`),
    });
    return finder.call(name, JSON.stringify(body), signal);
  };

  const quietly = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      if (!closing) log(`found: ${String(error)}`);
    });
  };

  const importFound = async (places: readonly string[] | null, signal?: AbortSignal): Promise<string | null> => {
    const news = inputsSchema.parse(JSON.parse(await ask('inputs', places, signal)));
    signal?.throwIfAborted();
    if (news.inputs.length === 0 || closing) return null;
    const names = [...new Set(news.places.map(({ provider }) => (provider === null ? 'exports' : providerNames[provider])))];
    const [first = ''] = names;
    return addImport(names.length <= 2 ? names.join(' and ') : `${first} and ${names.length - 1} more`, news.inputs);
  };

  /** One import at a time, and a pause after it: a session that is being held grows every few seconds. */
  const changed = (places: readonly string[]): void => {
    for (const id of places) if (followed.includes(id)) due.add(id);
    if (!importing && due.size > 0) quietly(importDue());
  };
  const importDue = async (): Promise<void> => {
    importing = true;
    try {
      const places = [...due];
      due.clear();
      const jobId = await importFound(places);
      if (jobId !== null) {
        await ended(jobId);
        await new Promise((resolve) => setTimeout(resolve, between).unref());
      }
    } finally {
      importing = false;
    }
    if (!closing && due.size > 0) quietly(importDue());
  };

  const follow = async (places: readonly string[]): Promise<void> => {
    clearTimeout(timer);
    followed = places;
    if (closing || (followed.length === 0 && finder === null)) return;
    // What has grown while nobody was looking.
    const grown = idsSchema.parse(JSON.parse(await ask('follow', followed)));
    changed(grown);
    clearTimeout(timer);
    if (followed.length > 0 && !closing) timer = setTimeout(() => quietly(follow(followed)), rescan).unref();
  };

  const look = async (): Promise<void> => {
    const change = goneSchema.parse(JSON.parse(await ask('gone', null)));
    if (change.gone.length + change.back.length === 0 || closing) return;
    // Until it is written down the next look would find the same.
    await ended(addMark(change));
  };

  const lookUntilDone = async (): Promise<void> => {
    try {
      lookAgain = false;
      await look();
    } catch (error) {
      if (!closing) log(`found: ${String(error)}`);
    }
    if (lookAgain && !closing) return lookUntilDone();
    looking = null;
  };

  return {
    discover: (signal) => ask('discover', null, signal),
    importFound,
    follow: async () => {
      try {
        const places = followedIn(await settings());
        // Most settings that change are others.
        if (places.join('\n') !== followed.join('\n')) await follow(places);
      } catch (error) {
        if (!closing) log(`found: ${String(error)}`);
      }
    },
    lookForGone: async () => {
      // One that is asked for while one runs begins after it.
      if (looking !== null) {
        lookAgain = true;
        return looking;
      }
      looking = lookUntilDone();
      return looking;
    },
    close: async () => {
      closing = true;
      clearTimeout(timer);
      await finder?.close();
    },
  };
}
