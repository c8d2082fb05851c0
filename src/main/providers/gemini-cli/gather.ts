import type { Json } from '../../../shared/model.ts';
import type { BundleView } from '../provider.ts';

/** A path; nothing else of the file is wanted. */
const LONGEST_PATH = 4096;

/** The folder each project's sessions belong to, which stands in `.project_root` above `chats`. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }> {
  const roots = new Map<string, string>();
  for (const { name, size } of bundle.entries) {
    if (!/(?:^|\/)\.project_root$/.test(name) || size > LONGEST_PATH) continue;
    try {
      const root = (await bundle.text(name)).trim();
      if (root !== '' && !root.includes('\n')) roots.set(name.slice(0, -'.project_root'.length), root);
    } catch {
      // A folder without its path is a folder without its path.
    }
  }
  const byEntry: [string, Json][] = [];
  if (roots.size > 0) {
    for (const { name } of bundle.entries) {
      const chats = name.lastIndexOf('chats/');
      const root = chats === -1 ? undefined : roots.get(name.slice(0, chats));
      if (root !== undefined) byEntry.push([name, { root }]);
    }
  }
  return { shared: null, byEntry: Object.fromEntries(byEntry) };
}
