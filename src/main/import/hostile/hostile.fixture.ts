import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { addsUp, type Receipt, type ReceiptIssue } from '../../../shared/receipt.ts';
import { openArchive } from '../../archive/open.ts';
import { sql } from '../../archive/sql.ts';
import { runImport, type ImportOptions } from '../import.ts';
import { problemsOf } from '../kill-trial.ts';
import { chatgptConversation } from '../sample-inputs.ts';

const parser = join(import.meta.dirname, '..', '..', 'parser.ts');

/** A folder of its own for the tests of one file, and imports of what lies in it. */
export interface Scene {
  /** Writes a file, with the folders above it; its path. */
  readonly file: (name: string, content: string | Uint8Array) => string;
  /** A path in the folder that nothing stands at yet, when the name is new. */
  readonly path: (name: string) => string;
  /** Imports into an archive of its own, or into `dir`, and holds the receipt to its sums and the archive to the doctor. */
  readonly run: (inputs: readonly string[], more?: Partial<ImportOptions>) => Promise<Ran>;
}

export interface Ran {
  readonly receipt: Receipt;
  /** Of all inputs. */
  readonly issues: readonly ReceiptIssue[];
  /** `code where: message` */
  readonly lines: readonly string[];
  readonly dir: string;
}

export function scene(name: string): Scene {
  const root = mkdtempSync(join(tmpdir(), `polylogue-${name}-`));
  let archives = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return {
    path: (path) => join(root, path),
    file: (path, content) => {
      const file = join(root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    },
    run: async (inputs, more = {}) => {
      const dir = more.dir ?? join(root, `archive-${archives++}`);
      const receipt = await runImport({
        dir,
        inputs,
        provider: null,
        dryRun: false,
        signal: new AbortController().signal,
        onProgress: () => undefined,
        parser,
        threads: 1,
        ...more,
      });
      for (const input of receipt.inputs) expect(addsUp(input), JSON.stringify(input)).toBe(true);
      expect(problemsOf(dir)).toEqual([]);
      const issues = receipt.inputs.flatMap((input) => input.issues);
      return { receipt, issues, lines: issues.map(({ code, where, message }) => `${code} ${where}: ${message}`), dir };
    },
  };
}

/** The text of a ChatGPT export of conversations with these numbers. */
export function goodExport(...numbers: readonly number[]): string {
  return JSON.stringify(numbers.map((number) => chatgptConversation(number, 0)));
}

/** Titles in an archive, in order. */
export function titlesIn(dir: string): readonly string[] {
  const archive = openArchive(dir, 'read');
  try {
    return archive.db.all<{ title: string }>(sql`select title from conversation order by title`).map(({ title }) => title);
  } finally {
    archive.close();
  }
}
