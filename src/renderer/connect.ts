import type { ArchiveClient } from '../shared/contract.ts';
import { client } from '../shared/rpc/client.ts';
import { messagePort } from '../shared/rpc/message-port.ts';
import type { Port } from '../shared/rpc/port.ts';
import { reconnecting, type ConnectionState } from '../shared/rpc/reconnect.ts';
import { openWebSocket } from '../shared/rpc/web-socket.ts';

/** The archive behind this window, whichever host holds it. */
export interface Connection {
  readonly client: ArchiveClient;
  readonly state: () => ConnectionState;
  readonly onState: (listener: () => void) => () => void;
}

/** What the desktop's preload script gives the window; absent in a browser. */
interface Desktop {
  /** The path of a dropped file or folder. */
  readonly pathOf: (file: File) => string;
}

declare global {
  interface Window {
    readonly polylogue?: Desktop;
  }
}

/** Connects for good: a lost connection is opened again, and reads under way are asked again. */
export function connect(): Connection {
  const caller = reconnecting(window.polylogue ? preloadPort : socketPort);
  return { client: client(caller), state: caller.state, onState: (listener) => caller.onState(listener) };
}

function socketPort(): Promise<Port> {
  const url = new URL('/ws', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return openWebSocket(new WebSocket(url));
}

/** The preload script posts one port to its own window, once it is asked. */
function preloadPort(): Promise<Port> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent): void => {
      const port = event.ports[0];
      if (event.source !== window || event.data !== 'polylogue:port' || !port) return;
      window.removeEventListener('message', receive);
      resolve(messagePort(port));
    };
    window.addEventListener('message', receive);
    window.postMessage('polylogue:connect', location.origin);
  });
}
