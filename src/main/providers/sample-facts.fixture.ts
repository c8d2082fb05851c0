import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ParsedConversation } from '../../shared/parsed.ts';
import { expectWhole } from './any-export.fixture.ts';
import type { Provider } from './provider.ts';

// For tests alone: third-party exports beside the project, each with facts counted by a script that shares nothing with a parser.

const samples = join(import.meta.dirname, '../../../../shared/samples');

interface Sampled {
  /** Path in the provider's folder of samples. */
  readonly name: string;
  /** The line of the README that counts what is in it. */
  readonly facts: string;
  readonly conversations: readonly ParsedConversation[];
}

/** Tests every file of a folder of samples: nothing is broken or new in it, and `check` holds. Skips, and says so, where there are none. */
export function testSamples(provider: Provider, folder: string, check: (sampled: Sampled) => void): void {
  const root = join(samples, folder);
  const present = existsSync(root);
  if (!present) console.warn(`skipped: the samples of ${folder} are not beside the project (../shared/samples)`);
  describe.runIf(present)(`samples of ${folder}`, () => {
    const readme = present ? readFileSync(join(samples, 'README.md'), 'utf8').split('\n') : [];
    const files = present
      ? readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((file) => file.isFile())
          .map((file) => relative(root, join(file.parentPath, file.name)).split(sep).join('/'))
      : [];
    test.each(files)('%s', (name) => {
      const bytes = new Uint8Array(readFileSync(join(root, name)));
      const parsed = provider.parse({ provider: provider.id, bytes, name, side: { shared: null, entry: null } });
      expectWhole(parsed);
      expect(parsed.issues).toEqual([]);
      expect(parsed.drift).toEqual([]);
      const facts = readme.find((line) => line.includes(`\`${folder}/${name}\``)) ?? '';
      check({ name, facts, conversations: parsed.conversations });
    });
  });
}
