import { jsonOf, textOf, objectOf } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { BundleView } from '../provider.ts';
import { jsonBeside } from '../reading/json-beside.ts';

/** Most of what is read for parts whose session only their folder tells; others are never opened here. */
const MOST = 20_000;

/** Parts that name no session, by the message whose folder they lie in. Parts of all later versions are called `prt_…` and name theirs. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }> {
  const parts = new Map<string, Json[]>();
  let read = 0;
  for (const { name, size } of bundle.entries) {
    const message = /(?:^|\/)part\/([^/]+)\/(?!prt_)[^/]+\.json$/.exec(name)?.[1];
    if (message === undefined || size > 1024 * 1024 || read >= MOST) continue;
    read++;
    const part = await partOf(bundle, name);
    if (part === null) continue;
    const held = parts.get(message);
    if (held === undefined) parts.set(message, [part]);
    else held.push(part);
  }
  return { shared: parts.size === 0 ? null : { parts: Object.fromEntries(parts) }, byEntry: {} };
}

async function partOf(bundle: BundleView, name: string): Promise<Json | null> {
  const part = objectOf(await jsonBeside(bundle, name));
  return textOf(part['sessionID']) === null && textOf(part['type']) !== null ? jsonOf(part) : null;
}
