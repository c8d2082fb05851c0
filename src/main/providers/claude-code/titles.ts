import { type JsonObject, textOf } from '../../../shared/json.ts';

/** Titles found in a file. Precedence: given by the person, made by the program, the agent's name, a summary. Source: formats, §5.3. */
export class TitleBook {
  /** By session ('' for none), per rank; the last of a rank wins. */
  readonly #bySession = new Map<string, (string | undefined)[]>();
  /** Summaries by the uuid of a record of the conversation they name. */
  readonly summaries = new Map<string, string>();

  /** Reads a state record; others are none of its business. */
  read(record: JsonObject, type: string, session: string | null): void {
    if (type === 'summary') {
      const summary = textOf(record['summary']);
      const leaf = textOf(record['leafUuid']);
      if (summary !== null && leaf !== null) this.summaries.set(leaf, summary);
      return;
    }
    const rank = RANKS.findIndex(([name]) => name === type);
    const key = RANKS[rank]?.[1];
    const title = key === undefined ? null : textOf(record[key]);
    if (title === null || title.trim() === '') return;
    const titles = this.#bySession.get(session ?? '') ?? [];
    titles[rank] = title;
    this.#bySession.set(session ?? '', titles);
  }

  /** The best title stated for a session, or null. */
  of(session: string | null): string | null {
    return this.#bySession.get(session ?? '')?.find((title) => title !== undefined) ?? null;
  }
}

const RANKS = [
  ['custom-title', 'customTitle'],
  ['ai-title', 'aiTitle'],
  ['agent-name', 'agentName'],
] as const;
