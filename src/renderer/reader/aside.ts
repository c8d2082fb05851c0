/** What a worker is asked, and what it answers. */
interface Work {
  readonly question: unknown;
  readonly answer: unknown;
}

/** Work done beside the window's thread: one worker per kind of work, started when it is first asked for. */
export function beside<Kind extends Work>(start: () => Worker): (question: Kind['question']) => Promise<Kind['answer']> {
  const waiting = new Map<number, (answer: { readonly said: Kind['answer'] } | null) => void>();
  let worker: Worker | null = null;
  let last = 0;
  const begin = (): Worker => {
    const begun = start();
    begun.addEventListener('message', (event: MessageEvent<{ readonly id: number; readonly answer: Kind['answer'] }>) => {
      waiting.get(event.data.id)?.({ said: event.data.answer });
      waiting.delete(event.data.id);
    });
    begun.addEventListener('error', () => {
      for (const settle of waiting.values()) settle(null);
      waiting.clear();
      begun.terminate();
      worker = null;
    });
    return begun;
  };
  return async (question) => {
    worker ??= begin();
    const id = ++last;
    const answered = new Promise<{ readonly said: Kind['answer'] } | null>((resolve) => waiting.set(id, resolve));
    worker.postMessage({ id, question });
    const answer = await answered;
    if (answer === null) throw new Error('The worker stopped.');
    return answer.said;
  };
}

/** Answers questions inside of a worker; one that fails is answered with `otherwise`. */
export function answering<Kind extends Work>(
  answer: (question: Kind['question']) => Promise<Kind['answer']>,
  otherwise: Kind['answer'],
): void {
  self.addEventListener('message', (event: MessageEvent<{ readonly id: number; readonly question: Kind['question'] }>) => {
    const reply = async (): Promise<void> => {
      const { id, question } = event.data;
      try {
        self.postMessage({ id, answer: await answer(question) });
      } catch {
        self.postMessage({ id, answer: otherwise });
      }
    };
    void reply();
  });
}

/** What was made last, by key; the least recently used is dropped first. */
export class Recent<Value> {
  readonly #values = new Map<string, Value>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.#values.set(key, value);
    const oldest = this.#values.keys().next();
    if (this.#values.size > this.#most && !oldest.done) this.#values.delete(oldest.value);
  }
}
