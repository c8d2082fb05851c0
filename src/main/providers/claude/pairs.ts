import { isObject, textOf } from '../../../shared/json.ts';

export interface Pairs {
  /** By place in the message's content: the call id of a call or of the result that answers it. */
  readonly callIds: ReadonlyMap<number, string>;
  /** Calls whose result says that it failed. */
  readonly failed: ReadonlySet<string>;
}

interface Call {
  readonly id: string;
  readonly name: string | null;
  answered: boolean;
}

const NONE: Pairs = { callIds: new Map(), failed: new Set() };

/**
 * Pairs calls and results of one message: by id where they have one, else by order and name. A call without an id gets one from its
 * message and its number in it.
 */
export function pairResults(blocks: readonly unknown[], messageId: string): Pairs {
  if (!blocks.some((block) => isObject(block) && (block['type'] === 'tool_use' || block['type'] === 'tool_result'))) return NONE;
  const callIds = new Map<number, string>();
  const failed = new Set<string>();
  const calls = new OpenCalls();
  const byId = new Map<string, Call>();
  let number = 0;
  for (const [index, block] of blocks.entries()) {
    if (!isObject(block)) continue;
    const name = textOf(block['name']);
    if (block['type'] === 'tool_use') {
      const call: Call = { id: textOf(block['id']) ?? `${messageId}:${++number}`, name, answered: false };
      calls.add(call);
      byId.set(call.id, call);
      callIds.set(index, call.id);
    } else if (block['type'] === 'tool_result') {
      const stated = textOf(block['tool_use_id']);
      const call = stated === null ? calls.first(name) : byId.get(stated);
      if (call !== undefined) call.answered = true;
      const id = call?.id ?? stated ?? `${messageId}:${++number}`;
      callIds.set(index, id);
      if (block['is_error'] === true) failed.add(id);
    }
  }
  return { callIds, failed };
}

/** Calls in order, by name and in all; answered ones are passed over once and for all. */
class OpenCalls {
  readonly #queues = new Map<string | null, { calls: Call[]; from: number }>();

  add(call: Call): void {
    if (call.name !== null) this.#enqueue(call.name, call);
    this.#enqueue(null, call);
  }

  /** The first open call of a name; without a name, the first open one. */
  first(name: string | null): Call | undefined {
    const queue = this.#queues.get(name);
    if (queue === undefined) return undefined;
    while (queue.calls[queue.from]?.answered === true) queue.from++;
    return queue.calls[queue.from];
  }

  #enqueue(name: string | null, call: Call): void {
    const queue = this.#queues.get(name);
    if (queue === undefined) this.#queues.set(name, { calls: [call], from: 0 });
    else queue.calls.push(call);
  }
}
