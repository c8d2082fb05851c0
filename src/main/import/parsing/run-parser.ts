import { parentPort, workerData } from 'node:worker_threads';
import { providers as allProviders } from '../../providers/index.ts';
import type { Provider } from '../../providers/provider.ts';
import { answersOf } from './answers.ts';
import { hashFile, parseAgain, parseFamilies, parseRecords, type ParserContext, type ParserRequest } from './parse-task.ts';

/** What a parser thread answers. */
export type ParserReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly message: string;
      /** Of the file system. */ readonly code: string | null;
    };

export interface ParserData {
  /** Where blobs go; null: a dry run. */
  readonly dir: string | null;
}

/**
 * The parser thread: one request after the other, until the coordinator ends it.
 *
 * @param providers others than Polylogue's, for tests
 */
export function runParser(providers: readonly Provider[] = allProviders): void {
  const port = parentPort;
  if (port === null || !isParserData(workerData)) throw new Error('This program is a part of Polylogue and is started by it.');
  const context: ParserContext = { providers, dir: workerData.dir, sides: new Map() };
  const serve = async (before: Promise<void>, { id, request }: Asked): Promise<void> => {
    await before;
    try {
      const { value, transfer } = await answer(request, context);
      port.postMessage({ id, ok: true, value } satisfies ParserReply, transfer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = error instanceof Error && 'syscall' in error && 'code' in error ? String(error.code) : null;
      port.postMessage({ id, ok: false, message, code } satisfies ParserReply, []);
    }
  };
  // The answer to nothing: it was loaded.
  port.postMessage({ id: 0, ok: true, value: null } satisfies ParserReply);
  let last = Promise.resolve();
  port.on('message', (asked: Asked) => {
    if (asked.request.kind === 'end') {
      void last.finally(() => port.close());
      return;
    }
    last = serve(last, asked);
  });
}

interface Asked {
  readonly id: number;
  readonly request: ParserRequest;
}

async function answer(
  request: ParserRequest,
  context: ParserContext,
): Promise<{ readonly value: unknown; readonly transfer: ArrayBuffer[] }> {
  switch (request.kind) {
    case 'end':
      return { value: null, transfer: [] };
    case 'side':
      context.sides.set(request.side, request);
      return { value: null, transfer: [] };
    case 'forget':
      context.sides.delete(request.side);
      return { value: null, transfer: [] };
    case 'records': {
      const { results, transfer } = await parseRecords(request, context);
      return { value: results, transfer };
    }
    case 'families': {
      const { results, transfer } = await parseFamilies(request, context);
      return { value: results, transfer };
    }
    case 'again': {
      const { result, transfer } = await parseAgain(request.raw, context);
      return { value: result, transfer };
    }
    case 'answers':
      return { value: answersOf(request, context), transfer: [] };
    case 'hash':
      return { value: hashFile(request.path), transfer: [] };
  }
}

function isParserData(data: unknown): data is ParserData {
  return typeof data === 'object' && data !== null && 'dir' in data && (data.dir === null || typeof data.dir === 'string');
}
