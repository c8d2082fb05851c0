import { inbound, type Port } from './port.ts';

/** Two connected ports in one thread: the command line's and the tests' transport. */
export function loopback(): readonly [Port, Port] {
  const ends = [inbound(), inbound()] as const;
  const port = (own: 0 | 1): Port => {
    const other = own === 0 ? 1 : 0;
    return {
      post: (text) => {
        if (ends[own].isClosed()) return;
        queueMicrotask(() => {
          if (!ends[other].isClosed()) ends[other].message(text);
        });
      },
      listen: ends[own].listen,
      close: () => {
        ends[own].closed();
        queueMicrotask(ends[other].closed);
      },
    };
  };
  return [port(0), port(1)];
}
