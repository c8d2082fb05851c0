import { mkdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { CommandId } from '../shared/commands.ts';
import { followedSetting, type ArchiveClient, type EventName, type Events, type Status } from '../shared/contract.ts';
import { ArchiveError } from '../shared/errors.ts';
import type { ProviderId } from '../shared/model.ts';
import { querySelection, type Request, type RequestName } from '../shared/requests.ts';
import { caller, isConnectionLost } from '../shared/rpc/caller.ts';
import { client } from '../shared/rpc/client.ts';
import { isRead, isRequestName, parseInput } from '../shared/rpc/define.ts';
import { loopback } from '../shared/rpc/loopback.ts';
import type { Port } from '../shared/rpc/port.ts';
import { serve, type Answer, type Served } from '../shared/rpc/serve.ts';
import { blobPath } from './archive/blobs.ts';
import { removeIndex } from './archive/open.ts';
import { reasonOf } from './import/inputs/folder.ts';
import { createFound } from './found.ts';
import type { Entries, Host } from './host.ts';
import { inboxIn } from './inbox.ts';
import { createJobs, type JobEnd } from './jobs.ts';
import { keepThread, type KeptThread } from './threads/kept-thread.ts';
import { logIn } from './log.ts';
import { startReaders } from './threads/readers.ts';
import { ownFolder, sweepArchive } from './own-folder.ts';
import { createRespond, type Respond } from './respond.ts';

export interface AppOptions {
  readonly host: Host;
  /** The archive's directory, absolute; made when it is not there. */
  readonly dir: string;
  readonly entries: Entries;
  readonly version: string;
  /** The built window. */
  readonly renderer: string;
  /** The folder of sample conversations that comes with the program. */
  readonly sample: string;
}

/** A window that is being answered. */
export interface Connected {
  /** Has it run a command of the command table. */
  readonly command: (id: CommandId) => void;
}

/** The archive, open and answering. Main runs no SQL: threads and processes do. */
export interface App {
  /** Answers a window on its port until either side closes it. */
  readonly connect: (port: Port) => Connected;
  /** The same contract, in this process. */
  readonly handlers: ArchiveClient;
  readonly on: ArchiveClient['on'];
  readonly respond: Respond;
  /** Resolves when a job has ended, with what its process answered (an import: its receipt). */
  readonly jobEnded: (jobId: string) => Promise<JobEnd>;
  readonly close: () => Promise<void>;
}

const indexSchema = z.object({ done: z.number(), of: z.number(), rebuilding: z.boolean() });
const overviewSchema = z.object({ conversations: z.number(), messages: z.number(), bytes: z.number(), index: indexSchema });
const changeSchema = z.object({ changeId: z.number(), of: z.enum(['conversations', 'searches']) });
const ofSettings = z.object({ of: z.literal('settings') });
const settingSchema = z.object({ name: z.string() });
const settingsSchema = z.object({ settings: z.record(z.string(), z.string()) });
const selectionSchema = z.object({ selection: querySelection });

/** Milliseconds after which a new keeper begins to work. */
const keeperPause = 300;

/** Milliseconds after which a new keeper looks at what lies elsewhere on this computer. */
const lookPause = 1500;

/** Milliseconds that a command waits until it is written down what was deleted. */
const markPatience = 5000;

/** Milliseconds before indexing is tried again when it failed, as on a full disk. */
const indexPause = 30_000;

/** Opens the archive in `dir`. Rejects when it cannot be opened: made by a newer version, or no permission. */
export async function createApp({ host, dir, entries, version, renderer, sample }: AppOptions): Promise<App> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ArchiveError(
      'Internal',
      `The archive cannot be opened: ${dir} is no folder that Polylogue may use, or make (${reasonOf(error)}).`,
    );
  }
  const log = logIn(dir);
  const uploads = ownFolder(join(dir, 'inbox'));
  const inbox = inboxIn(uploads);
  const exports = ownFolder(join(dir, 'exports'));
  const exportPath = (jobId: string): string => join(exports, `${jobId}.zip`);
  const windows = new Set<Served>();
  let lastClient = 0;
  /** The last change of the person's own words that was told by who made it. */
  let lastTold = 0;
  let lastWrite: Promise<unknown> = Promise.resolve();
  let indexer: KeptThread | null = null;
  /** What ended the last try to index, until one gets on. */
  let indexFault: string | null = null;
  let isKeeper = false;
  let closing = false;

  const tell = (name: string, body: string): void => {
    for (const window of windows) window.emit(name, body);
  };
  const emit = <Name extends EventName>(name: Name, event: Events[Name]): void => tell(name, JSON.stringify(event));

  const writer = keepThread(entries.writer, dir, {
    onEvent: (name, body) => {
      if (name === 'keeper') void becomeKeeper();
      else tell(name, body);
    },
    restarted: () => void claimKeeping().catch((error: unknown) => log(`keeper: ${String(error)}`)),
    died: (fault) => log(`the writing thread stopped: ${fault?.message ?? ''}`),
  });
  const keepsNow = (await opened(writer)) === 'true';
  const readers = startReaders(entries.reader, dir, 2);
  /** An import waits for nothing: what is read again is broken off for it, and goes on afterwards. */
  let gaveWay = false;
  const giveWay = (): void => {
    for (const { jobId, kind, state } of jobs.list()) {
      if (kind !== 'reparse' || (state !== 'running' && state !== 'queued')) continue;
      gaveWay = true;
      jobs.cancel(jobId);
    }
  };
  const jobs = createJobs(
    host,
    (progress) => {
      emit('job', progress);
      if (progress.kind === 'export' || progress.state === 'running' || progress.state === 'queued') return;
      indexBehind();
      // What was imported is on this computer, and what was deleted meanwhile is not.
      if (host.kind !== 'cli') void lookForGone();
      // What gave way to imports goes on after the last of them.
      if (!gaveWay || jobs.list().some(({ state }) => state === 'running' || state === 'queued')) return;
      gaveWay = false;
      void readAgain();
    },
    log,
  );

  const found = createFound({
    entry: entries.finder,
    dir,
    addImport: (label, inputs) => addImport(label, { inputs, provider: null, dryRun: false }),
    ended: jobs.ended,
    addMark: (change) => addQuiet('mark-gone', 'what was deleted', change),
    settings: async () => settingsSchema.parse(JSON.parse(await readers.call(0, 'settings', '{}'))).settings,
    log,
  });

  /** Brings the index in step, when that is for this process to do and its imports leave it the cores. */
  const indexBehind = (): void => {
    if (
      !isKeeper ||
      closing ||
      remaking !== null ||
      jobs.list().some(({ kind, state }) => kind !== 'export' && state === 'running')
    )
      return;
    indexer ??= keepThread(entries.indexer, dir, {
      onEvent: (name, body) => {
        if (name === 'indexDamaged') return remakeIndex();
        indexFault = null;
        tell(name, body);
      },
      restarted: indexBehind,
      died: (fault) => log(`the indexing thread stopped: ${fault?.message ?? ''}`),
    });
    indexer.call('index', 'null').catch((error: unknown) => {
      if (closing) return;
      log(`index: ${String(error)}`);
      indexFault = error instanceof Error ? error.message : String(error);
      status(0, new AbortController().signal).then(
        ({ index }) => emit('index', index),
        () => {},
      );
      setTimeout(indexBehind, indexPause).unref();
    });
  };

  let remaking: Promise<void> | null = null;
  /** A damaged index is removed, by the process that keeps it, and made anew from the archive. */
  const remakeIndex = (): void => {
    if (!isKeeper || closing) return;
    const remake = async (): Promise<void> => {
      log('the search index is damaged; it is made anew');
      await indexer?.close();
      indexer = null;
      await readers.renew(() => removeIndex(dir));
    };
    remaking ??= remake()
      .catch((error: unknown) => log(`index: ${String(error)}`))
      .finally(() => {
        remaking = null;
        indexBehind();
      });
  };

  /** After an update of the program: what older parsers read is read again, from the originals. */
  const readAgain = async (): Promise<void> => {
    try {
      if ((await readers.call(0, 'stale', 'null', new AbortController().signal)) !== 'true' || closing) return;
      jobs.add(() => ({
        kind: 'reparse',
        label: 'conversations read by an older version',
        entry: entries.importer,
        task: { kind: 'reparse', dir },
        result: null,
        after: async () => {},
      }));
    } catch (error) {
      if (!closing) log(`reparse: ${String(error)}`);
    }
  };

  /** What an earlier process was to remove from the disk, and did not come to. */
  const purgeLeft = async (): Promise<void> => {
    try {
      if ((await readers.call(0, 'purged', 'null', new AbortController().signal)) === 'true' && !closing) purgeBehind();
    } catch (error) {
      if (!closing) log(`purge: ${String(error)}`);
    }
  };

  /** One process follows: the keeper, as long as it is open for longer than a command. */
  const follow = (): void => {
    if (isKeeper && host.kind !== 'cli' && !closing) void found.follow();
  };

  /** After everything else: which places are followed, and what was deleted while no window was open. */
  const lookAround = async (): Promise<void> => {
    if (closing) return;
    await found.follow();
    await lookForGone();
  };

  /** Where nothing came from the places of tools, nothing can have been deleted there. */
  const lookForGone = async (): Promise<void> => {
    if (closing || (await readers.call(0, 'local', 'null').catch(() => 'false')) !== 'true') return;
    await found.lookForGone();
  };

  const becomeKeeper = async (): Promise<void> => {
    isKeeper = true;
    // A command indexes after its imports only: one that looks something up would end up waiting for what it had begun.
    if (host.kind !== 'cli') {
      setTimeout(indexBehind, keeperPause).unref();
      setTimeout(() => void readAgain(), keeperPause).unref();
      setTimeout(() => void purgeLeft(), keeperPause).unref();
      setTimeout(() => void lookAround(), lookPause).unref();
    }
    // What earlier processes left: uploads whose import never ended, exports nobody fetched, copies for a backup.
    await sweepArchive(dir).catch((error: unknown) => log(`sweep: ${String(error)}`));
  };

  /** The writer holds the keeper's lock, or gets it when the process that has it ends; then it says so. */
  const claimKeeping = async (): Promise<void> => {
    if ((await writer.call('keeper', 'null')) === 'true') await becomeKeeper();
  };

  /** A reader saw that user.db changed: what this process wrote itself has been told already. */
  const tellKept = (body: string): void => {
    const change = changeSchema.safeParse(JSON.parse(body));
    if (!change.success || change.data.changeId > lastTold) tell('kept', body);
  };
  readers.onEvent((name, body) => {
    if (name === 'indexDamaged') return remakeIndex();
    if (name === 'kept') {
      // Another process may have changed what is followed.
      if (ofSettings.safeParse(JSON.parse(body)).success) follow();
      return void lastWrite.then(() => tellKept(body));
    }
    tell(name, body);
    if (name === 'changed') indexBehind();
  });

  const status = async (own: number, signal: AbortSignal): Promise<Status> => {
    const overview = overviewSchema.parse(JSON.parse(await readers.call(own, 'overview', 'null', signal)));
    const index = indexFault === null ? overview.index : { ...overview.index, fault: indexFault };
    return { ...overview, index, version, path: dir, jobs: jobs.list(), host: host.kind };
  };

  const startImport = async ({ inputs, provider, dryRun }: Request<'import'>): Promise<string> => {
    const dropped = inputs.flatMap((input) => ('inbox' in input ? [input.inbox] : []));
    const paths = await Promise.all(
      inputs.map(async (input) => {
        if ('inbox' in input) return inbox.pathOf(input.inbox);
        if (host.kind === 'web') throw new ArchiveError('Unsupported', 'A browser sends files to the inbox; it names no paths.');
        return resolve(input.path);
      }),
    );
    const first = basename(paths[0] ?? '');
    const label = paths.length === 1 ? first : `${first} and ${paths.length - 1} more`;
    return addImport(label, { inputs: paths, provider: provider ?? null, dryRun }, async () => {
      await Promise.all(dropped.map((one) => inbox.remove(one)));
    });
  };

  const addImport = (
    label: string,
    task: { readonly inputs: readonly string[]; readonly provider: ProviderId | null; readonly dryRun: boolean },
    after = async () => {},
  ): string => {
    giveWay();
    return jobs.add(() => ({
      kind: 'import',
      label,
      entry: entries.importer,
      task: { kind: 'import', dir, inputs: [...task.inputs], provider: task.provider, dryRun: task.dryRun },
      result: null,
      after,
    }));
  };

  const startUndo = ({ runId }: Request<'undoImport'>): string =>
    jobs.add(() => ({
      kind: 'undo',
      label: `import ${runId}`,
      entry: entries.importer,
      task: { kind: 'undo', dir, runId },
      result: null,
      after: async () => {},
    }));

  /** Work behind everybody's back. */
  const addQuiet = (kind: 'purge' | 'mark-gone', label: string, given: object = {}): string =>
    jobs.add(() => ({
      kind,
      label,
      entry: entries.importer,
      task: { kind, dir, ...given },
      result: null,
      after: async () => {},
    }));

  /** What was emptied from the trash is out of sight at once, and leaves the disk later. */
  const purgeBehind = (): void => void addQuiet('purge', 'the trash');

  const startExport = ({ to, ...wanted }: Request<'export'>): string => {
    if (to !== undefined && host.kind === 'web')
      throw new ArchiveError('Unsupported', 'A browser downloads its export; it names no path.');
    return jobs.add((jobId) => ({
      kind: 'export',
      label: wanted.format,
      entry: entries.exporter,
      task: { kind: 'export', dir, ...wanted, to: to === undefined ? exportPath(jobId) : resolve(to) },
      result: to === undefined ? `/exports/${jobId}.zip` : resolve(to),
      after: async () => {},
    }));
  };

  /** What the person says goes to the writer; a selection by query is turned into ids by a reader first. */
  const write = async (own: number, name: RequestName, input: unknown, signal: AbortSignal): Promise<string> => {
    const selected = selectionSchema.safeParse(input);
    const ids = selected.success ? await readers.call(own, 'selectIds', JSON.stringify(selected.data.selection), signal) : 'null';
    const answered = writer.call(name, `{"input":${JSON.stringify(input)},"ids":${ids}}`, signal);
    lastWrite = answered.catch(() => {});
    const result = await answered;
    if (name === 'setSetting') {
      emit('kept', { of: 'settings', changeId: null });
      if (settingSchema.safeParse(input).data?.name === followedSetting) follow();
    } else {
      const { data: change } = changeSchema.safeParse(JSON.parse(result));
      const changeId = change?.changeId ?? null;
      lastTold = Math.max(lastTold, changeId ?? 0);
      emit('kept', { of: change?.of ?? 'conversations', changeId });
    }
    if (name === 'purge') purgeBehind();
    // Of some the originals are still in the archive.
    if (name === 'letIn' && host.kind !== 'cli') void readAgain();
    return result;
  };

  const answer =
    (own: number): Answer =>
    async (name, body, signal) => {
      if (!isRequestName(name)) throw new ArchiveError('BadInput', `There is no request “${name}”.`);
      switch (name) {
        case 'status':
          return JSON.stringify(await status(own, signal));
        case 'import':
          return JSON.stringify({ jobId: await startImport(parseInput(name, body)) });
        case 'importSample':
          return JSON.stringify({
            jobId: addImport('sample conversations', { inputs: [sample], provider: null, dryRun: false }),
          });
        case 'discover':
          // Who looks again sees what was deleted, too. A command ends with its answer, and may wait for another's import no longer.
          if (host.kind === 'cli') await Promise.race([lookForGone(), pause(markPatience, undefined, { ref: false })]);
          else void lookForGone();
          return found.discover(signal);
        case 'importFound':
          return JSON.stringify({ jobId: await found.importFound(parseInput(name, body).places ?? null, signal) });
        case 'undoImport':
          return JSON.stringify({ jobId: startUndo(parseInput(name, body)) });
        case 'export':
          return JSON.stringify({ jobId: startExport(parseInput(name, body)) });
        case 'cancelImport':
        case 'cancelExport':
          jobs.cancel(parseInput(name, body).jobId);
          return '{}';
        case 'choosePaths':
          return JSON.stringify({ paths: await offered(host.choosePaths)(parseInput(name, body).what) });
        case 'showInFolder':
          await offered(host.showInFolder)(parseInput(name, body).path);
          return '{}';
        case 'openArchive': {
          const openArchive = offered(host.openArchive);
          if (jobs.list().some(({ state }) => state === 'running' || state === 'queued'))
            throw new ArchiveError('Conflict', 'Something is being imported or exported. Wait for it, or cancel it first.');
          await openArchive(parseInput(name, body));
          return '{}';
        }
        default: {
          const input = parseInput(name, body);
          return isRead(name) ? readers.call(own, name, JSON.stringify(input), signal) : write(own, name, input, signal);
        }
      }
    };

  const connect = (port: Port): Connected => {
    // Beginning with the first window; this process itself asks one thing at a time.
    if (lastClient > 0) readers.warm();
    const served = serve(port, answer(++lastClient), () => windows.delete(served));
    windows.add(served);
    return { command: (id) => served.emit('command', JSON.stringify({ id })) };
  };

  if (keepsNow) void becomeKeeper();
  const [asking, answering] = loopback();
  connect(answering);
  const handlers = client(caller(asking));

  return {
    connect,
    handlers,
    on: handlers.on,
    respond: createRespond({
      renderer,
      inbox,
      exportPath,
      blobPath: (hash) => blobPath(dir, hash),
    }),
    jobEnded: jobs.ended,
    close: async () => {
      closing = true;
      await Promise.all([jobs.close(), found.close(), remaking]);
      for (const window of windows) window.close();
      await Promise.all([readers.close(), indexer?.close()]);
      // Last: it alone may write, so it leaves the files tidy.
      await writer.close();
      for (const folder of [uploads, exports]) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What the host can do, or the sentence that it cannot. */
function offered<Way>(way: Way | undefined): Way {
  if (way === undefined) throw new ArchiveError('Unsupported', 'Only the desktop app can do this.');
  return way;
}

/** Waits until the writer has opened the archive; `true` when this process is its keeper. Fails with the reason when it cannot. */
async function opened(writer: KeptThread): Promise<string> {
  const ended = writer.ended();
  try {
    return await writer.call('keeper', 'null');
  } catch (error) {
    const fault = isConnectionLost(error) ? await ended : null;
    await writer.close();
    throw fault === null ? error : new ArchiveError('Internal', `The archive could not be opened: ${fault.message}`);
  }
}
