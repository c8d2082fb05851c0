/**
 * One end of a connection that carries text, in order. Everything crosses as text: what a structured clone carries and JSON does
 * not would pass on one host alone, and main hands an answer from a thread to a window without reading it.
 */
export interface Port {
  /** Sends, or drops the text when the port is closed. */
  readonly post: (text: string) => void;
  /** Called once per port. What arrived before is delivered then; `closed` is called once, whichever side closed. */
  readonly listen: (message: (text: string) => void, closed: () => void) => void;
  readonly close: () => void;
}

/** The part every port shares: keeps what arrives before somebody listens, and tells of the end once. */
export interface Inbound {
  readonly message: (text: string) => void;
  readonly closed: () => void;
  readonly listen: Port['listen'];
  readonly isClosed: () => boolean;
}

export function inbound(): Inbound {
  const early: string[] = [];
  let listener: { message: (text: string) => void; closed: () => void } | null = null;
  let ended = false;
  return {
    message: (text) => {
      if (listener === null) early.push(text);
      else listener.message(text);
    },
    closed: () => {
      if (ended) return;
      ended = true;
      listener?.closed();
    },
    listen: (message, closed) => {
      listener = { message, closed };
      for (const text of early.splice(0)) message(text);
      if (ended) closed();
    },
    isClosed: () => ended,
  };
}
