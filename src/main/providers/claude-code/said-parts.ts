import type { Part } from '../../../shared/model.ts';

/** The parts of a response so far: a replay after a compaction records them again, under new ids. */
export class SaidParts {
  readonly #texts = new Set<string>();
  readonly #thoughts = new Set<string>();
  readonly #calls = new Set<string>();

  constructor(parts: readonly Part[]) {
    this.add(parts, 0);
  }

  add(parts: readonly Part[], from: number): void {
    for (let place = from; place < parts.length; place++) {
      const part = parts[place];
      if (part?.type === 'text') this.#texts.add(part.text);
      else if (part?.type === 'thinking' && part.text !== '') this.#thoughts.add(part.text);
      else if (part?.type === 'tool-call') this.#calls.add(part.callId);
    }
  }

  has(part: Part): boolean {
    if (part.type === 'text') return this.#texts.has(part.text);
    if (part.type === 'thinking') return this.#thoughts.has(part.text);
    return part.type === 'tool-call' && this.#calls.has(part.callId);
  }

  all(parts: readonly Part[]): boolean {
    return parts.length > 0 && parts.every((part) => this.has(part));
  }
}
