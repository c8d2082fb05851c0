import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { addsUp } from '../../src/shared/receipt.ts';
import { archiveContent } from '../../src/main/import/archive-content.ts';
import { runImport } from '../../src/main/import/import.ts';
import { problemsOf } from '../../src/main/import/kill-trial.ts';
import type { Files } from '../../src/main/import/read-at-once.ts';

const parser = join(import.meta.dirname, '..', '..', 'src', 'main', 'parser.ts');

/** Imports inputs into an archive, twice; what is wrong with receipts, the archive, or the second time. `root`: an empty folder. */
export async function checkImport(root: string, inputs: readonly Files[]): Promise<readonly string[]> {
  const paths = inputs.map((files, place) => {
    const dir = join(root, 'inputs', String(place));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), content);
    }
    return dir;
  });
  const dir = join(root, 'archive');
  const run = async (): Promise<string[]> => {
    const receipt = await runImport({
      dir,
      inputs: paths,
      provider: null,
      dryRun: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      parser,
      threads: 2,
    });
    const faults = receipt.inputs
      .filter((input) => !addsUp(input))
      .map((input) => `figures do not add up: ${JSON.stringify(input)}`);
    if (!addsUp(receipt.totals)) faults.push('the totals do not add up');
    if (receipt.status !== 'completed') faults.push(`the import ended as ${receipt.status}`);
    for (const path of paths) {
      const lines = receipt.inputs.filter((input) => input.path === path);
      if (lines.length === 0) faults.push(`${path} has no line in the receipt`);
      for (const { conversations, reason, issues } of lines) {
        if (conversations.read === 0 && (reason ?? '') === '' && issues.length === 0)
          faults.push(`${path}: nothing came of it, and no reason is given`);
        for (const issue of issues) if (issue.code.endsWith('-failed')) faults.push(`${path}: ${issue.code}: ${issue.message}`);
      }
    }
    return faults;
  };
  const faults = await run();
  const before = archiveContent(dir);
  faults.push(...(await run()).map((fault) => `the second time ${fault}`));
  if (!isDeepStrictEqual(archiveContent(dir), before)) faults.push('the second time changes the archive');
  return [...faults, ...problemsOf(dir).map((problem) => `the doctor finds ${problem}`)];
}
