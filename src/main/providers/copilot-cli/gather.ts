import type { Json } from '../../../shared/model.ts';
import type { BundleView } from '../provider.ts';

/** The summary of a session stands in the `workspace.yaml` beside its events. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }> {
  const byEntry: [string, Json][] = [];
  const names = new Set([...bundle.entries].map(({ name }) => name));
  for (const { name, size } of bundle.entries) {
    if (!/(?:^|\/)workspace\.yaml$/.test(name) || size > 64 * 1024) continue;
    const events = `${name.slice(0, -'workspace.yaml'.length)}events.jsonl`;
    if (!names.has(events)) continue;
    try {
      const title = titleIn(await bundle.text(name));
      if (title !== null) byEntry.push([events, { title }]);
    } catch {
      // Beside the point when it cannot be read: the session is complete without it.
    }
  }
  return { shared: null, byEntry: Object.fromEntries(byEntry) };
}

/** One line of plain YAML; a block of several lines is left alone. */
function titleIn(text: string): string | null {
  const written = /^(?:name|summary):[ \t]+(\S[^\r\n]*)$/m.exec(text)?.[1]?.trim() ?? '';
  if (written === '' || /^[|>&*!]/.test(written) || written === 'null' || written === '~') return null;
  const quoted = /^"(.*)"$|^'(.*)'$/.exec(written);
  return (quoted?.[1]?.replaceAll('\\"', '"') ?? quoted?.[2]?.replaceAll("''", "'") ?? written) || null;
}
