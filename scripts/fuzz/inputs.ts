import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Files } from '../../src/main/import/read-at-once.ts';
import { toldOf } from '../../src/main/providers/fixtures/told.ts';
import type { Writer } from '../../src/main/providers/fixtures/telling.ts';
import { mutate } from './mutate.ts';
import { Random } from './random.ts';

const samples = join(import.meta.dirname, '../../../shared/samples');
/** Larger samples are left out: they would only make it slow. */
const LARGEST = 100_000;
const folders: Readonly<Record<string, string>> = { claude: 'claude-ai', 'openai-messages': 'generic' };

/** Mutated inputs of one provider: number `n` is the same at any time, for one seed. */
export class Inputs {
  readonly #writer: Writer;
  readonly #seed: number;
  readonly #seeds: Files[];

  constructor(writer: Writer, seed: number, withSamples = true) {
    this.#writer = writer;
    this.#seed = seed;
    this.#seeds = [
      ...[1, 2, 3, 4].map((number) => writer.write([toldOf(number, 4), toldOf(number + 50, 3)])),
      writer.write([toldOf(7, 9)]),
      writer.broken([toldOf(8, 2), toldOf(9, 2)]).files,
      ...(writer.says.empty ? [writer.write([])] : []),
      ...(withSamples ? samplesOf(writer.provider.id) : []),
    ];
  }

  /** Files, one of which is mutated (sometimes all). */
  of(number: number): Files {
    const random = new Random(this.#writer.provider.id, this.#seed, number);
    const files = random.pick(this.#seeds) ?? {};
    const names = Object.keys(files);
    const chosen = random.pick(names);
    const all = random.chance(0.1);
    const others = Object.values(random.pick(this.#seeds) ?? {});
    return Object.fromEntries(
      Object.entries(files).map(([name, content]) => {
        const bytes = bytesOf(content);
        return [name, all || name === chosen ? mutate(bytes, bytesOf(random.pick(others) ?? bytes), random) : bytes];
      }),
    );
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

/** Each sample file alone, under its name in its folder. */
function samplesOf(id: string): readonly Files[] {
  const root = join(samples, folders[id] ?? id);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .map((file) => ({ file, path: join(file.parentPath, file.name) }))
    .filter(({ file, path }) => file.isFile() && statSync(path).size <= LARGEST)
    .map(({ path }) => ({ [relative(root, path).split(sep).join('/')]: new Uint8Array(readFileSync(path)) }));
}
