import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chatgptConversation, writeInputs, writeZip } from '../../src/main/import/sample-inputs.ts';
import { toldOf } from '../../src/main/providers/fixtures/told.ts';
import type { Told, Writer } from '../../src/main/providers/fixtures/telling.ts';
import { writers } from '../../src/main/providers/writers.ts';

/** As things were at first, and as they are later: logs have grown, exports are newer. */
export type Edition = 'first' | 'later';

type Files = Readonly<Record<string, string | Uint8Array>>;

/**
 * Writes a mixture of everything that can be imported: files, folders and databases of every provider in one folder, zips, zips in zips,
 * broken ones, elements that are too large, exports with attachments and logs with forks.
 *
 * @param folder the later edition replaces the first in it
 * @param size 1: some seconds of an import; less for quick trials
 * @returns paths to import
 */
export async function writeMixture(folder: string, edition: Edition, size: number): Promise<readonly string[]> {
  const together = join(folder, 'together');
  await mkdir(together, { recursive: true });
  const inputs = [together];
  for (const [at, writer] of writers.entries()) {
    const name = writer.provider.id;
    const files = writer.write(toldBy(at, edition, size));
    if (writer.comesAs === 'zip' || at % 3 === 1) inputs.push(await packed(folder, name, files, at % 6 === 1 ? 2 : 1));
    else await written(join(together, name), files);
    if (at % 4 === 2 && edition === 'later') {
      await written(join(folder, `${name}-broken`), writer.broken([toldOf(at * 100 + 90, 3), toldOf(at * 100 + 91, 2)]).files);
      inputs.push(join(folder, `${name}-broken`));
    }
  }
  inputs.push(await withTooLarge(folder, edition), await withPictures(folder, edition, size));
  const samples = await writeInputs(join(folder, 'samples'), Math.round(60 * size));
  return edition === 'first' ? [...inputs, ...samples.slice(0, 1), ...samples.slice(4)] : [...inputs, ...samples];
}

/** Later, every second conversation has more messages, and there are new ones. */
function toldBy(at: number, edition: Edition, size: number): readonly Told[] {
  const count = Math.max(2, Math.round(8 * size));
  const told = Array.from({ length: count }, (_, n) =>
    toldOf(at * 100 + n, 2 + (n % 5) + (edition === 'later' && n % 2 === 0 ? 2 : 0)),
  );
  return edition === 'first' ? told : [...told, toldOf(at * 100 + count, 3), toldOf(at * 100 + count + 1, 4)];
}

async function written(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

async function packed(folder: string, name: Writer['provider']['id'], files: Files, depth: number): Promise<string> {
  const zip = join(folder, `${name}.zip`);
  await writeZip(zip, files);
  if (depth === 1) return zip;
  const outer = join(folder, `${name}-outer.zip`);
  await writeZip(outer, { 'inner.zip': await readFile(zip), 'readme.txt': 'Nothing of the kind.' });
  await rm(zip);
  return outer;
}

/** Bytes that lie in the records themselves: parser threads write them. */
async function withPictures(folder: string, edition: Edition, size: number): Promise<string> {
  const count = Math.round((edition === 'first' ? 12 : 20) * size);
  const lines = Array.from({ length: count }, (_, n) => {
    const url = `data:image/png;base64,${Buffer.from(`picture ${n} `.repeat(200 + n)).toString('base64')}`;
    const content = [
      { type: 'text', text: `What is in picture ${n}?` },
      { type: 'image_url', image_url: { url } },
    ];
    return JSON.stringify({
      messages: [
        { role: 'user', content },
        { role: 'assistant', content: `It is picture ${n}.` },
      ],
    });
  });
  await written(join(folder, 'pictures'), { 'chats.jsonl': `${lines.join('\n')}\n` });
  return join(folder, 'pictures');
}

/** Elements that `small-limits.ts` does not let through. */
async function withTooLarge(folder: string, edition: Edition): Promise<string> {
  const large = [1, 2, 3].map((n) => `{"id":"too large ${n}","title":"${`ä${n}`.repeat(100_000)}","mapping":{}}`);
  const good = [7001, 7002, 7003].map((n) => JSON.stringify(chatgptConversation(n, edition === 'first' ? 0 : 1)));
  const all = good.flatMap((one, at) => [one, large[at] ?? '{}']);
  await written(join(folder, 'large'), { 'conversations.json': `[${(edition === 'first' ? all.slice(0, 4) : all).join(',')}]` });
  return join(folder, 'large');
}
