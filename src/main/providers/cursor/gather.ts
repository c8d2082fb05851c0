import { objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { BundleView } from '../provider.ts';
import { jsonBeside } from '../reading/json-beside.ts';
import { idInName, transcriptId } from './transcript-id.ts';

type Gathered = { readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> };

/** Longest file that is read for the sake of what is beside it. */
const LONGEST = 4 * 1024 * 1024;

/**
 * What lies beside: the folder of a workspace, the title of a session of `cursor-agent`, and the transcript in whose folder a subagent's
 * lies. Source: formats, §8.5.
 */
export async function gather(bundle: BundleView): Promise<Gathered> {
  const byEntry: Record<string, Json> = {};
  const sizes = new Map([...bundle.entries].map(({ name, size }) => [name, size]));
  const parents = new Map<string, string | null>();
  for (const { name, size } of bundle.entries) {
    const [, folder = '', base = ''] = /^(.*\/)?([^/]*)$/.exec(name) ?? [];
    if (base === 'workspace.json' && sizes.has(`${folder}state.vscdb`)) {
      const place = textOf((await objectIn(bundle, name, size))['folder']);
      if (place !== null) byEntry[`${folder}state.vscdb`] = { folder: place };
    } else if (base === 'meta.json' && sizes.has(`${folder}store.db`)) {
      const meta = await objectIn(bundle, name, size);
      const title = textOf(meta['title']);
      if (title !== null) byEntry[`${folder}store.db`] = { title };
    } else if (/(?:^|\/)subagents\/[^/]+\.jsonl$/.test(name)) {
      const above = folder.slice(0, -'subagents/'.length);
      let parent = parents.get(above);
      if (parent === undefined) {
        parent = await parentIn(bundle, above);
        parents.set(above, parent);
      }
      if (parent !== null) byEntry[name] = { parent };
    }
  }
  return { shared: null, byEntry };
}

/** The id of the only transcript in a folder, or of the one called after it. */
async function parentIn(bundle: BundleView, folder: string): Promise<string | null> {
  const inside = [...bundle.entries].filter(
    ({ name }) => name.startsWith(folder) && name.endsWith('.jsonl') && !name.slice(folder.length).includes('/'),
  );
  const called = inside.find(({ name }) => folder.endsWith(`/${name.slice(folder.length, -'.jsonl'.length)}/`));
  const found = called ?? (inside.length === 1 ? inside[0] : undefined);
  if (found === undefined) return idInName(`${folder.slice(0, -1)}.jsonl`);
  const named = idInName(found.name);
  if (named !== null || found.size > LONGEST) return named;
  try {
    return transcriptId(found.name, new TextEncoder().encode(await bundle.text(found.name)));
  } catch {
    return null;
  }
}

async function objectIn(bundle: BundleView, name: string, size: number): Promise<JsonObject> {
  return size > LONGEST ? {} : objectOf(await jsonBeside(bundle, name));
}
