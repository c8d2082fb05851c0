import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { workEnvironment } from '../src/main/host.ts';
import type { ArchiveClient } from '../src/shared/contract.ts';
import { caller } from '../src/shared/rpc/caller.ts';
import { client } from '../src/shared/rpc/client.ts';
import { openWebSocket } from '../src/shared/rpc/web-socket.ts';
import { percentile, readyCpu, watch, type Watch } from './measure.ts';
import { frequent, stopWords, vocabulary } from './text.ts';
import type { Figure } from './table.ts';

const serve = join(import.meta.dirname, '..', 'out', 'main', 'serve.js');
/** Between two questions; a person asks less often, but each key of a search is one. */
const PAUSE_MS = 40;
const slow = 'search for several frequent words';
/** What is typed most: one word, rare or common. */
const words = [...vocabulary.slice(3000, 3010), ...frequent.slice(0, 6)];
/** What takes an index longest, and has goals of its own in the section `search`. */
const heavy = [`${frequent[0]} ${frequent[5]}`, `"${stopWords[0]} ${frequent[1]}"`, `${vocabulary[4000]} -${frequent[2]}`];

/** The app as a browser has it, asked without pause while something else goes on. */
export interface OpenWindow {
  readonly archive: ArchiveClient;
  /** Of the process that serves it, until now. */
  readonly resident: Watch;
  /** By what was asked. */
  readonly answers: Answers;
  /** Begins anew with the answers. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

export type Answers = ReadonlyMap<string, readonly Answer[]>;

interface Answer {
  readonly ms: number;
  /** Milliseconds that the serving process was computing at full priority; null where the system does not tell. */
  readonly cpu: number | null;
}

/** Serves the archive and asks it, as the windows do: pages of the list, searches, messages, stars. */
export async function openWindow(dir: string): Promise<OpenWindow> {
  const host = spawn(process.execPath, [serve, '--archive', dir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // As `npm start` does.
    env: workEnvironment(),
  });
  const pid = host.pid ?? 0;
  const url = new URL(await new Promise<string>((resolve) => createInterface({ input: host.stdout }).once('line', resolve)));
  const greeting = await fetch(url, { redirect: 'manual' });
  const cookie = greeting.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const socket = new WebSocket(`ws://${url.host}/ws`, { headers: { cookie, origin: url.origin } });
  const port = await openWebSocket(socket);
  const archive = client(caller(port));
  const resident = watch(pid);
  const answers = new Map<string, Answer[]>();
  const time = async <Result>(what: string, ask: () => Promise<Result>): Promise<Result> => {
    const before = readyCpu(pid);
    const began = performance.now();
    const result = await ask();
    const ms = performance.now() - began;
    const after = readyCpu(pid);
    const taken = { ms, cpu: before === null || after === null ? null : after - before };
    const held = answers.get(what);
    if (held === undefined) answers.set(what, [taken]);
    else held.push(taken);
    return result;
  };
  const closing = new AbortController();
  const asking = (async () => {
    for (let round = 0; !closing.signal.aborted; round++) {
      const query = words[round % words.length] ?? '';
      await time('search', async () => archive.search({ query, sort: 'relevance' }));
      await setTimeout(PAUSE_MS);
      const more = heavy[round % heavy.length] ?? '';
      await time(slow, async () => archive.search({ query: more, sort: 'relevance' }));
      await setTimeout(PAUSE_MS);
      const page = await time('first page', async () => archive.search({ query: '', sort: 'newest' }));
      await setTimeout(PAUSE_MS);
      const { cursor } = page;
      if (cursor !== null) await time('scroll', async () => archive.search({ query: '', sort: 'newest', cursor }));
      const [first] = page.rows;
      if (first !== undefined) {
        await time('messages', async () => archive.messages({ id: first.id, indexes: [0, 1, 2, 3] }));
        await time('star', async () => archive.star({ selection: { ids: [first.id] }, starred: round % 2 === 0 }));
      }
      await setTimeout(PAUSE_MS);
    }
  })();
  return {
    archive,
    resident,
    answers,
    forget: () => answers.clear(),
    close: async () => {
      closing.abort();
      await asking;
      port.close();
      resident.stop();
      host.kill('SIGTERM');
      await new Promise<void>((resolve) => host.once('exit', () => resolve()));
    },
  };
}

/** The slowest of a hundred answers, by what was asked, and of all but the heavy searches. */
export function answerFigures(name: string, answers: Answers): readonly Figure[] {
  const all = [...answers].flatMap(([what, values]) => (what === slow ? [] : values));
  const figures = (what: string, values: readonly Answer[], goal: string): readonly Figure[] => {
    const taken = values.map(({ ms }) => ms);
    const computed = values.flatMap(({ cpu }) => cpu ?? []);
    return [
      { what: `${name}: ${what}, p99 of ${values.length}`, value: percentile(taken, 0.99), unit: 'ms', goal },
      ...(computed.length === 0
        ? []
        : [{ what: `${name}: ${what}, p99 of the CPU time`, value: percentile(computed, 0.99), unit: 'ms', goal: '' }]),
    ];
  };
  return [
    ...figures('the window answers', all, '<= 50'),
    ...[...answers].flatMap(([what, values]) => figures(`… ${what}`, values, '')),
  ];
}
