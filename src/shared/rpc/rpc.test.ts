import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { ArchiveError } from '../errors.ts';
import { caller } from './caller.ts';
import { client } from './client.ts';
import { answerWith } from './define.ts';
import { loopback } from './loopback.ts';
import { messagePort } from './message-port.ts';
import type { Port } from './port.ts';
import { decode, encode } from './protocol.ts';
import { reconnecting } from './reconnect.ts';
import { serve, type Answer } from './serve.ts';
import { openWebSocket, webSocketPort } from './web-socket.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Pair = readonly [asking: Port, answering: Port];

async function webSocketPair(): Promise<Pair> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const answering = new Promise<Port>((resolve) => server.once('connection', (socket) => resolve(webSocketPort(socket))));
  const asking = await openWebSocket(new WebSocket(`ws://127.0.0.1:${address.port}`));
  closers.push(() => {
    asking.close();
    server.close();
  });
  return [asking, await answering];
}

function messagePair(): Pair {
  const { port1, port2 } = new MessageChannel();
  const pair = [messagePort(port1), messagePort(port2)] as const;
  closers.push(() => pair[0].close());
  return pair;
}

const transports: readonly (readonly [string, () => Promise<Pair>])[] = [
  ['loopback', () => Promise.resolve(loopback())],
  ['MessagePort', () => Promise.resolve(messagePair())],
  ['WebSocket', webSocketPair],
];

const echo: Answer = (_name, body) => Promise.resolve(body);

/** Resolves when the signal is aborted, and says so. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

describe.each(transports)('over %s', (_name, pair) => {
  test('any JSON survives the way there and back', async () => {
    const [asking, answering] = await pair();
    serve(answering, echo);
    const { call } = caller(asking);
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), async (body) => {
        expect(await call('search', body)).toBe(body);
      }),
      { numRuns: 200 },
    );
  });

  test('a failure arrives as the same class with code, message and data', async () => {
    const [asking, answering] = await pair();
    serve(answering, () => Promise.reject(new ArchiveError('Conflict', 'Two of them.', { names: ['a', 'b'] })));
    const failure = await caller(asking)
      .call('star', '{}')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ArchiveError);
    expect(failure).toMatchObject({ code: 'Conflict', message: 'Two of them.', data: { names: ['a', 'b'] } });
  });

  test('an unknown fault becomes Internal and the port lives on', async () => {
    const [asking, answering] = await pair();
    let faulty = true;
    serve(answering, (_, body) => (faulty ? Promise.reject(new TypeError('x is undefined')) : Promise.resolve(body)));
    const { call } = caller(asking);
    await expect(call('status', '{}')).rejects.toMatchObject({ code: 'Internal', message: 'x is undefined' });
    faulty = false;
    expect(await call('status', '{}')).toBe('{}');
  });

  test('an abort reaches the answering side and rejects at once as Cancelled', async () => {
    const [asking, answering] = await pair();
    let aborted: Promise<void> = Promise.resolve();
    const started = new Promise<void>((resolve) => {
      serve(answering, async (_name, body, signal) => {
        aborted = untilAborted(signal);
        resolve();
        await aborted;
        return body;
      });
    });
    const controller = new AbortController();
    const result = caller(asking).call('search', '{}', controller.signal);
    await started;
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'Cancelled' });
    await aborted;
  });

  test('events arrive in order, and not after unsubscribing', async () => {
    const [asking, answering] = await pair();
    const served = serve(answering, echo);
    const calling = caller(asking);
    const seen: string[] = [];
    const stop = calling.onEvent((name, body) => seen.push(`${name} ${body}`));
    for (let index = 0; index < 5; index++) served.emit('changed', `{"generation":${index}}`);
    await calling.call('status', '{}');
    stop();
    served.emit('changed', '{"generation":5}');
    await calling.call('status', '{}');
    expect(seen).toEqual([0, 1, 2, 3, 4].map((index) => `changed {"generation":${index}}`));
  });

  test('when one end closes, what was asked fails and what was being answered is aborted', async () => {
    const [asking, answering] = await pair();
    let aborted: Promise<void> = Promise.resolve();
    const started = new Promise<void>((resolve) => {
      serve(answering, async (_name, body, signal) => {
        aborted = untilAborted(signal);
        resolve();
        await aborted;
        return body;
      });
    });
    const calling = caller(asking);
    const result = calling.call('search', '{}');
    await started;
    asking.close();
    await expect(result).rejects.toMatchObject({ code: 'Internal', data: { reason: 'connection-lost' } });
    await aborted;
    await expect(calling.call('search', '{}')).rejects.toMatchObject({ data: { reason: 'connection-lost' } });
  });

  test('answers may overtake each other', async () => {
    const [asking, answering] = await pair();
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    serve(answering, async (name, body) => {
      if (name === 'slow') await gate;
      return body;
    });
    const { call } = caller(asking);
    const slow = call('slow', '1');
    expect(await call('quick', '2')).toBe('2');
    release();
    expect(await slow).toBe('1');
  });

  test('one that does not speak the protocol is shown the door', async () => {
    const [asking, answering] = await pair();
    const closed = new Promise<void>((resolve) => serve(answering, echo, resolve));
    asking.listen(
      () => {},
      () => {},
    );
    asking.post('GET / HTTP/1.1');
    await closed;
  });
});

describe('frames', () => {
  test('decode is the inverse of encode', () => {
    const id = fc.nat();
    const name = fc.stringMatching(/^\w{1,64}$/);
    const body = fc.json();
    const frame = fc.oneof(
      fc.record({ type: fc.constant('call' as const), id, name, body }),
      fc.record({ type: fc.constant('cancel' as const), id }),
      fc.record({ type: fc.constant('answer' as const), id, body }),
      fc.record({ type: fc.constant('failure' as const), id, body }),
      fc.record({ type: fc.constant('event' as const), name, body }),
    );
    fc.assert(
      fc.property(frame, (value) => {
        expect(decode(encode(value))).toEqual(value);
      }),
    );
  });

  test('decode never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        decode(text);
        decode(`call ${text}\n`);
      }),
    );
  });
});

describe('the typed client', () => {
  function connect(handlers: Parameters<typeof answerWith>[0]) {
    const [asking, answering] = loopback();
    const served = serve(answering, answerWith(handlers));
    return { archive: client(caller(asking)), served };
  }

  test('fills in defaults on arrival and returns the typed result', async () => {
    const { archive } = connect({
      total: async (input) => ({ conversations: input.query.length, without: [], nearest: [], problems: [], reading: null }),
    });
    expect(await archive.total({})).toEqual({ conversations: 0, without: [], nearest: [], problems: [], reading: null });
    expect(await archive.total({ query: 'abc' })).toMatchObject({ conversations: 3 });
  });

  test('refuses an input that does not fit, naming the field', async () => {
    const { archive } = connect({ search: () => Promise.reject(new Error('never reached')) });
    await expect(archive.search({ limit: 0 })).rejects.toMatchObject({
      code: 'BadInput',
      message: expect.stringContaining('limit'),
    });
  });

  test('refuses names that are not in the contract, inherited ones too', async () => {
    const [asking, answering] = loopback();
    serve(answering, answerWith({}));
    const { call } = caller(asking);
    for (const name of ['nothing', 'constructor', 'toString', '__proto__']) {
      await expect(call(name, '{}')).rejects.toMatchObject({ code: 'BadInput' });
    }
    await expect(call('status', 'not json')).rejects.toMatchObject({ code: 'Unsupported' });
  });

  test('tells events only to those who asked for that one', async () => {
    const { archive, served } = connect({ settings: async () => ({ settings: {} }) });
    const seen: unknown[] = [];
    archive.on('changed', (event) => seen.push(event));
    served.emit('kept', '{"changeId":1}');
    served.emit('changed', '{"generation":7}');
    await archive.settings({});
    expect(seen).toEqual([{ generation: 7 }]);
  });
});

describe('a lost connection', () => {
  test('is opened again: reads are asked again, commands fail and say so', async () => {
    const ends: Port[] = [];
    let answers: Answer = (_name, _body, signal) => untilAborted(signal).then(() => 'never seen');
    const reconnected = reconnecting(async () => {
      const [asking, answering] = loopback();
      ends.push(answering);
      serve(answering, (...request) => answers(...request));
      return asking;
    }, [1]);
    closers.push(reconnected.close);
    const states: string[] = [];
    reconnected.onState((state) => states.push(state));
    const read = reconnected.call('status', '{}');
    const command = reconnected.call('star', '{}');
    while (ends.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    answers = (_name, body) => Promise.resolve(body);
    ends[0]?.close();
    await expect(command).rejects.toMatchObject({ data: { reason: 'connection-lost' } });
    expect(await read).toBe('{}');
    expect(states).toEqual(['open', 'lost', 'open']);
  });

  test('a connection over which nothing came is opened again after a wait, and a read that ends each is given up', async () => {
    let opened = 0;
    const reconnected = reconnecting(async () => {
      opened++;
      const [asking, answering] = loopback();
      answering.listen(
        () => answering.close(),
        () => {},
      );
      return asking;
    }, [1]);
    closers.push(reconnected.close);
    await expect(reconnected.call('status', '{}')).rejects.toMatchObject({ data: { reason: 'connection-lost' } });
    expect(opened).toBeLessThan(10);
  });

  test('is tried until it opens; closing ends the trying', async () => {
    let tries = 0;
    const reconnected = reconnecting(async () => {
      tries += 1;
      if (tries < 4) throw new Error('nobody there');
      const [asking, answering] = loopback();
      serve(answering, echo);
      return asking;
    }, [1]);
    expect(await reconnected.call('status', '7')).toBe('7');
    expect(tries).toBe(4);
    reconnected.close();
    await expect(reconnected.call('status', '7')).rejects.toMatchObject({ code: 'Cancelled' });
  });
});
