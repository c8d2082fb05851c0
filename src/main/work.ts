import { toArchiveError, type ErrorCode } from '../shared/errors.ts';
import { worded } from './archive/faults.ts';

/**
 * The conversation between main and a process that does one piece of work (an import, an export): start or cancel one way;
 * progress, done or failed the other. Everything is JSON. Used by `importer.ts` and `exporter.ts` on one side, `jobs.ts` on the other.
 */
export type ToWork = { readonly type: 'start'; readonly task: unknown } | { readonly type: 'cancel' };

export type FromWork =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: unknown }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly code: ErrorCode; readonly message: string };

/** The side of the parent process, whichever host started this one. */
interface Parent {
  readonly post: (message: FromWork) => void;
  readonly listen: (message: (message: unknown) => void) => void;
}

/** Milliseconds between two progress messages: at most ten a second leave the process. */
const progressEvery = 100;

/**
 * Serves one piece of work. The parent ends the process when it has the answer; when the parent goes away, the process ends at
 * once. `run` gets the task as it was sent (narrow it) and may call `onProgress` as often as it likes.
 */
export function serveWork(
  run: (task: unknown, signal: AbortSignal, onProgress: (progress: unknown) => void) => Promise<unknown>,
): void {
  const parent = parentProcess();
  const controller = new AbortController();
  let started = false;

  const start = async (task: unknown): Promise<void> => {
    let last = 0;
    let latest: unknown;
    let ended = false;
    let timer: NodeJS.Timeout | undefined;
    const send = (): void => {
      clearTimeout(timer);
      timer = undefined;
      last = Date.now();
      parent.post({ type: 'progress', progress: latest });
    };
    const onProgress = (progress: unknown): void => {
      if (ended) return;
      latest = progress;
      timer ??= setTimeout(send, Math.max(0, last + progressEvery - Date.now()));
    };
    try {
      controller.signal.throwIfAborted();
      const result = await run(task, controller.signal, onProgress);
      if (timer !== undefined) send();
      ended = true;
      parent.post({ type: 'done', result: result ?? null });
    } catch (thrown) {
      const error = toArchiveError(worded(thrown));
      parent.post({ type: 'failed', code: error.code, message: error.message });
    } finally {
      clearTimeout(timer);
    }
  };

  parent.listen((message) => {
    if (typeof message !== 'object' || message === null || !('type' in message)) return;
    if (message.type === 'cancel') controller.abort();
    if (message.type === 'start' && !started) {
      started = true;
      void start('task' in message ? message.task : null);
    }
  });
  parent.post({ type: 'ready' });
}

/** Electron's `process.parentPort`; typed here because only `hosts/electron` may import electron. */
interface UtilityParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

function isUtilityParentPort(port: unknown): port is UtilityParentPort {
  return typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port;
}

function parentProcess(): Parent {
  const utility: unknown = Reflect.get(process, 'parentPort');
  if (isUtilityParentPort(utility)) {
    return {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
      post: (message) => utility.postMessage(message),
      listen: (on) => utility.on('message', ({ data }) => on(data)),
    };
  }
  if (process.send === undefined) {
    throw new Error('This program is a part of Polylogue and is started by it. Start `polylogue` instead.');
  }
  // Without its parent nobody would hear the end of the work.
  process.on('disconnect', () => process.exit(1));
  // A terminal sends Ctrl+C to this process as well. The parent decides what comes of it: a job that is cancelled ends in order.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  return {
    post: (message) => void process.send?.(message, undefined, {}, () => {}),
    listen: (on) => process.on('message', on),
  };
}
