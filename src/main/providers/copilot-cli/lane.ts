import type { Part, Usage } from '../../../shared/model.ts';
import { MessageList, type Said } from '../reading/message-list.ts';

interface Reasoning {
  readonly id: string;
  readonly text: string;
  readonly time: number | null;
}

/** What one agent said and did, in the order of its events: the session's own, or a subagent's. */
export class Lane {
  readonly list: MessageList;
  /** Names of the tools that were called, by the id of the call. */
  readonly calls = new Map<string, string>();
  /** Where the last response stands. */
  #response = -1;
  model: string | null = null;
  title: string | null = null;
  /** Reasoning that came as an event of its own, until the message it belongs to. */
  #reasoning: Reasoning | null = null;

  /** @param ids of the session's messages */
  constructor(ids: Map<string, number>) {
    this.list = new MessageList(ids);
  }

  /** Adds a message below `parent`, or below the last one where that is not of this lane. */
  add(id: string, said: Omit<Said, 'nativeId'>): string {
    this.flush();
    const { nativeId } = this.list.add({ ...said, nativeId: this.list.unique(id) });
    if (said.role === 'assistant') this.#response = this.list.messages.length - 1;
    return nativeId;
  }

  reason(reasoning: Reasoning): void {
    this.flush();
    this.#reasoning = reasoning;
  }

  /** The reasoning that waits for this message, unless the message repeats it. */
  takeReasoning(repeated: string | null): readonly Part[] {
    const waiting = this.#reasoning;
    this.#reasoning = null;
    return waiting === null || waiting.text === repeated ? [] : [{ type: 'thinking', text: waiting.text }];
  }

  /** Reasoning that no message follows is a message of its own. */
  flush(): void {
    const waiting = this.#reasoning;
    if (waiting === null) return;
    this.#reasoning = null;
    const { id, text, time } = waiting;
    const parts: readonly Part[] = [{ type: 'thinking', text }];
    this.add(id, { role: 'assistant', origin: 'assistant', model: this.model, createdAt: time, parts });
  }

  /** Remembers the calls of the message added last. */
  called(calls: readonly { readonly callId: string; readonly name: string }[]): void {
    for (const { callId, name } of calls) if (!this.calls.has(callId)) this.calls.set(callId, name);
  }

  /** The calls lead to the conversations of the subagents that they started; `own` is the call that started this one. */
  lead(threads: ReadonlyMap<string, string>, own: string | null = null): void {
    if (threads.size === 0) return;
    const { messages } = this.list;
    for (const [at, message] of messages.entries()) {
      const threadOf = (part: Part): string | undefined =>
        part.type === 'tool-call' && part.callId !== own ? threads.get(part.callId) : undefined;
      if (!message.parts.some((part) => threadOf(part) !== undefined)) continue;
      const parts = message.parts.map((part) => {
        const thread = threadOf(part);
        return part.type === 'tool-call' && thread !== undefined ? Object.assign({}, part, { thread }) : part;
      });
      messages[at] = { ...message, parts };
    }
  }

  /** Tokens stated after the response that they were used for. */
  use(usage: Usage): void {
    const message = this.list.messages[this.#response];
    if (message !== undefined) this.list.messages[this.#response] = { ...message, usage };
  }
}
