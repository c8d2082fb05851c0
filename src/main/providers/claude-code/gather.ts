import { arrayOf, isObject, textOf, objectOf } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { BundleView } from '../provider.ts';
import { jsonBeside } from '../reading/json-beside.ts';

type Gathered = { readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> };

/**
 * What lies beside session files: titles from the program's index, what a subagent was asked for, and where results too long for the
 * transcript are. Their bytes stay where they are; an entry's name goes along. Source: formats, §5.1.
 */
export async function gather(bundle: BundleView): Promise<Gathered> {
  const titles = new Map<string, string>();
  const byEntry = new Map<string, Record<string, Json>>();
  const of = (entry: string): Record<string, Json> => {
    const facts = byEntry.get(entry) ?? {};
    byEntry.set(entry, facts);
    return facts;
  };
  const spilled = new Map<string, Map<string, string>>();
  for (const { name } of bundle.entries) {
    if (name.endsWith('sessions-index.json')) await readIndex(bundle, name, titles);
    else if (name.endsWith('.meta.json') && /(?:^|\/)agent-[^/]+\.meta\.json$/.test(name)) {
      const agent = await readAgent(bundle, name);
      if (agent !== null) of(`${name.slice(0, -'.meta.json'.length)}.jsonl`)['agent'] = agent;
    } else {
      const match = /^(.+)\/tool-results\/([\w.-]+)\.(?:txt|json)$/.exec(name);
      const [, folder, id] = match ?? [];
      if (folder === undefined || id === undefined) continue;
      const entries = spilled.get(folder) ?? new Map<string, string>();
      entries.set(id, name);
      spilled.set(folder, entries);
    }
  }
  if (spilled.size > 0) {
    for (const { name } of bundle.entries) {
      const folder = /^(.+?)(?:\.jsonl|\/subagents\/.*\.jsonl)$/.exec(name)?.[1];
      const entries = folder === undefined ? undefined : spilled.get(folder);
      if (entries !== undefined) of(name)['spilled'] = Object.fromEntries(entries);
    }
  }
  return { shared: titles.size === 0 ? null : { titles: Object.fromEntries(titles) }, byEntry: Object.fromEntries(byEntry) };
}

async function readIndex(bundle: BundleView, name: string, titles: Map<string, string>): Promise<void> {
  const index = objectOf(await jsonBeside(bundle, name));
  for (const entry of arrayOf(index['entries'])) {
    if (!isObject(entry)) continue;
    const session = textOf(entry['sessionId']);
    const title = textOf(entry['customTitle']) ?? textOf(entry['summary']);
    if (session !== null && title !== null) titles.set(session, title);
  }
}

async function readAgent(bundle: BundleView, name: string): Promise<Json | null> {
  const meta = await jsonBeside(bundle, name);
  if (!isObject(meta)) return null;
  return { agentType: textOf(meta['agentType']), description: textOf(meta['description']) };
}
