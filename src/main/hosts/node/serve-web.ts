import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../app.ts';
import type { Places } from '../../places.ts';
import { nodeHost } from './host.ts';
import { startHttp } from './http.ts';

export interface ServeOptions extends Places {
  readonly dir: string;
  /** Null: the usual port, or any free one when it is taken. */
  readonly port: number | null;
}

export interface WebHost {
  /** The one URL to open: it holds the key. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const usualPort = 7717;

/** Opens an archive and serves its window on 127.0.0.1. Rejects when the archive cannot be opened or the port is taken. */
export async function serveWeb({ port, ...options }: ServeOptions): Promise<WebHost> {
  const app = await createApp({ host: nodeHost('web'), ...options });
  try {
    const served = { token: tokenOf(options.dir), respond: app.respond, connected: app.connect };
    const http = await startHttp({ ...served, port: port ?? usualPort }).catch((error: unknown) => {
      if (port === null && isTaken(error)) return startHttp({ ...served, port: 0 });
      throw isTaken(error)
        ? new Error(`Port ${port} is taken by another program. Choose another with --port, or leave it out.`)
        : error;
    });
    return {
      url: http.url,
      close: async () => {
        await http.close();
        await app.close();
      },
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** The key of an archive's window. It stays the same, so that an open window finds its way back after a restart. */
function tokenOf(dir: string): string {
  const file = join(dir, 'web-token');
  try {
    const token = readFileSync(file, 'utf8').trim();
    if (/^[\w-]{32,}$/.test(token)) return token;
  } catch {
    // Not made yet.
  }
  const token = randomBytes(24).toString('base64url');
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, `${token}\n`, { mode: 0o600 });
  return token;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
