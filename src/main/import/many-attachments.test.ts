import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { runImport } from './import.ts';
import { chatgptConversation, writeZip } from './sample-inputs.ts';
import { WriteQueue, type WriteJob } from './write-queue.ts';

test('the attachments of a batch are unpacked one after the other', async () => {
  const root = await mkdtemp(join(tmpdir(), 'polylogue-attachments-'));
  const all = Array.from({ length: 120 }, (_, number) => number);
  const zip = join(root, 'export.zip');
  await writeZip(zip, {
    'conversations.json': JSON.stringify(all.map((number) => chatgptConversation(number, 0, { attach: true, length: 2 }))),
    ...Object.fromEntries(all.map((number) => [`file-${number}-picture.png`, `\x89PNG ${number} ${'x'.repeat(300_000)}`])),
  });
  let open = 0;
  let most = 0;
  // oxlint-disable-next-line typescript/unbound-method -- called with its own queue below
  const { submit } = WriteQueue.prototype;
  vi.spyOn(WriteQueue.prototype, 'submit').mockImplementation(function (this: WriteQueue, job: WriteJob) {
    const blobOf: WriteJob['blobOf'] = async (source, entry) => {
      most = Math.max(most, ++open);
      try {
        return await job.blobOf(source, entry);
      } finally {
        open--;
      }
    };
    return submit.call(this, { ...job, blobOf });
  });
  try {
    const { totals } = await runImport({
      dir: join(root, 'archive'),
      inputs: [zip],
      provider: null,
      dryRun: false,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      parser: join(import.meta.dirname, '..', 'parser.ts'),
      threads: 1,
    });
    expect(totals.attachments.added).toBe(all.length);
    // A batch for each thread, and one that waits.
    expect(most).toBeLessThanOrEqual(2);
  } finally {
    vi.restoreAllMocks();
    await rm(root, { recursive: true, force: true });
  }
});
