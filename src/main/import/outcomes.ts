import type { Outcome, OutcomeFigure } from '../archive/outcomes.ts';
import type { Source } from './run.ts';

/** What became of conversations in one transaction, until it is written. */
export class Outcomes implements Iterable<Outcome> {
  private readonly held = new Map<Source, Map<OutcomeFigure, { readonly conversations: number[]; readonly places: string[] }>>();

  /** @param key conversation.id; null for what is none. @param place in the source */
  add(source: Source, figure: OutcomeFigure, key: number | null, place: string): void {
    let figures = this.held.get(source);
    if (figures === undefined) this.held.set(source, (figures = new Map()));
    let held = figures.get(figure);
    if (held === undefined) figures.set(figure, (held = { conversations: [], places: [] }));
    held.conversations.push(key ?? 0);
    held.places.push(place);
  }

  *[Symbol.iterator](): Iterator<Outcome> {
    for (const [{ id: sourceId }, figures] of this.held)
      for (const [figure, held] of figures) yield { sourceId, figure, ...held };
  }
}
