import { isObject, textOf } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import type { BundleView } from '../provider.ts';

/** Titles from the index beside the sessions; the last line of a thread wins. Source: formats, §6.1. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }> {
  const titles = new Map<string, string>();
  for (const { name } of bundle.entries) {
    if (!/(?:^|\/)session_index\.jsonl$/.test(name)) continue;
    const text = await bundle.text(name).catch(() => '');
    readJsonLines(new TextEncoder().encode(text), {
      value: (line) => {
        const id = isObject(line) ? textOf(line['id']) : null;
        const title = isObject(line) ? textOf(line['thread_name']) : null;
        if (id !== null && title !== null) titles.set(id, title);
      },
      // The index repeats what threads say; a broken line of it costs a title.
      broken: () => undefined,
    });
  }
  return { shared: titles.size === 0 ? null : { titles: Object.fromEntries(titles) }, byEntry: {} };
}
