import { textOf, objectOf } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { BundleView } from '../provider.ts';
import { jsonBeside } from '../reading/json-beside.ts';

/** The folder that a workspace has open stands beside its sessions. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }> {
  const folders = new Map<string, string>();
  for (const { name, size } of bundle.entries) {
    if (!/(?:^|\/)workspace\.json$/.test(name) || size > 64 * 1024) continue;
    const folder = textOf(objectOf(await jsonBeside(bundle, name))['folder']);
    if (folder !== null) folders.set(name.slice(0, -'workspace.json'.length), folder);
  }
  const byEntry: [string, Json][] = [];
  if (folders.size > 0) {
    for (const { name } of bundle.entries) {
      const place = /^(.*?)chatSessions\/[^/]+\.jsonl?$/.exec(name)?.[1];
      const folder = place === undefined ? undefined : folders.get(place);
      if (folder !== undefined) byEntry.push([name, { folder }]);
    }
  }
  return { shared: null, byEntry: Object.fromEntries(byEntry) };
}
