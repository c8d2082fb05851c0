import type { Part, Usage } from '../../../shared/model.ts';
import { MessageList, type Said } from '../message-list.ts';

interface Reasoning {
  readonly id: string;
  readonly text: string;
  readonly time: number | null;
}

/** What one agent said and did, in the order of its events: the session's own, or a subagent's. */
export class Lane {
  readonly list: MessageList;
  readonly calls = new Map<string, { readonly message: number; readonly name: string }>();
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
    return this.list.add({ ...said, nativeId: this.list.unique(id) }).nativeId;
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

  /** Remembers where the calls of the message added last stand. */
  called(calls: readonly { readonly callId: string; readonly name: string }[]): void {
    const message = this.list.messages.length - 1;
    for (const { callId, name } of calls) if (!this.calls.has(callId)) this.calls.set(callId, { message, name });
  }

  /** The call leads to the conversation of the subagent that it started. */
  lead(callId: string, thread: string): void {
    const at = this.calls.get(callId)?.message ?? -1;
    const message = this.list.messages[at];
    if (message === undefined) return;
    const parts = message.parts.map((part) => (part.type === 'tool-call' && part.callId === callId ? { ...part, thread } : part));
    this.list.messages[at] = { ...message, parts };
  }

  /** Tokens stated after the response that they were used for. */
  use(usage: Usage): void {
    const at = this.list.messages.findLastIndex((message) => message.role === 'assistant');
    const message = this.list.messages[at];
    if (message !== undefined) this.list.messages[at] = { ...message, usage };
  }
}
