import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import type { Entries } from './host.ts';

/** What an entry finds around itself, whether it runs from its source or built. */
export interface Places {
  readonly entries: Entries;
  /** The built window. */
  readonly renderer: string;
  /** The folder of sample conversations that comes with the program. */
  readonly sample: string;
  readonly version: string;
}

/** @param folder the running entry's folder; @param extension its extension, which its siblings share */
export function placesAt(folder: string, extension: string): Places {
  const entry = (name: string): string => join(folder, `${name}${extension}`);
  return {
    entries: {
      reader: entry('reader'),
      writer: entry('writer'),
      indexer: entry('indexer'),
      finder: entry('finder'),
      importer: entry('importer'),
      exporter: entry('exporter'),
    },
    renderer: extension === '.ts' ? join(folder, '../../out/renderer') : join(folder, '../renderer'),
    // A packaged program keeps it beside its archive file, where threads and processes read it like any other folder.
    sample: join(folder, '../../resources/sample').replace(/([/\\]app\.asar)(?=[/\\])/, '$1.unpacked'),
    version: packageJson.version,
  };
}
