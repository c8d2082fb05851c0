import type { Provider } from '../providers/provider.ts';
import type { Run, Source } from './run.ts';
import { baseOf } from './sample.ts';
import { completeSource } from './write-queue.ts';

/** A list of conversations under the name vendors give it, not one that a person made of some. */
const list = /^conversations[-_\d]*\.json$/;
/** A numbered part: the file `conversations-001.json`, the zip `conversations-001.zip` or what a browser unpacked of it. */
const part = /^conversations[-_]\d{3}(?!\d)/i;

/**
 * The exports of whole accounts in one input. Only such an export can say that a conversation is gone, and only when all of it was
 * read: its parts (files, or zips beside each other) are one export, and a part that came alone says nothing of the others.
 */
export class WholeExports {
  private readonly input: string;
  private readonly sources = new Map<string, Source[]>();
  private readonly torn = new Set<string>();

  /** @param input the name of the input */
  constructor(input: string) {
    this.input = input;
  }

  /** True when the entry is a list of the conversations of an account, or a part of it. */
  isList(place: string, provider: Provider): boolean {
    return provider.kind === 'export' && list.test(baseOf(place));
  }

  /** @param place of the source in the input */
  add(place: string, source: Source): void {
    const at = exportOf(this.input, place);
    if (at === null) return;
    const key = `${source.provider} ${at}`;
    const held = this.sources.get(key);
    if (held === undefined) this.sources.set(key, [source]);
    else held.push(source);
  }

  /** Notes that an entry, or a zip in the input, could not be read. */
  unreadable(place: string): void {
    const base = baseOf(place);
    const at = list.test(base) || part.test(base) ? exportOf(this.input, place) : null;
    if (at !== null) this.torn.add(at);
  }

  /** Says of all that was read whole how new it is: all parts are as new as the newest of them. Must come after everything is stored. */
  claim(run: Run): void {
    for (const [key, sources] of this.sources) {
      if (this.torn.has(key.slice(key.indexOf(' ') + 1)) || sources.some(({ cut }) => cut)) continue;
      const newest = sources.reduce((best, { exportTime }) => Math.max(best, exportTime ?? 0), 0);
      run.writer.transact(() => {
        for (const source of sources) {
          // An empty part is the same in every export: it would carry the newest time into the others.
          if (source.exportTime === null) continue;
          source.claimed = newest;
          completeSource(run, source);
        }
      });
    }
  }
}

/** Where the export is of which this is a list; null when it is a part without the others. */
function exportOf(input: string, place: string): string | null {
  const folders = place === input ? [input] : [input, ...place.split('/')];
  let alone = part.test(folders.pop() ?? '');
  while (part.test(folders.at(-1) ?? '')) {
    folders.pop();
    alone = true;
  }
  return alone && folders.length === 0 ? null : folders.join('/');
}
