import { isObject, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import { mimeAtStart } from '../reading/mime-at-start.ts';
import type { BundleView } from '../provider.ts';
import { idOf } from '../reading/record-reader.ts';
import { parsedText } from '../reading/json-text.ts';
import { assetOf } from './judge.ts';

/** Assets are looked into for their type: the larger ones keep none, so that an export is not read twice. */
const LOOKED_INTO = 16 * 1024 ** 2;
const LOOKED_AT_ALTOGETHER = 1024 ** 3;
/** `BundleView.text` gives no more. */
const READABLE = 64 * 1024 ** 2;

/** Facts beside the conversations: entries that hold assets, with the type their first bytes tell, and the names of projects. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }> {
  const assets: [string, Json][] = [];
  const projects = new Map<string, string>();
  let left = LOOKED_AT_ALTOGETHER;
  for (const { name, size } of bundle.entries) {
    const asset = assetOf(name);
    if (asset !== null) {
      let mime: string | null = null;
      if (size <= LOOKED_INTO && size <= left) {
        left -= size;
        mime = mimeAtStart((await textIn(bundle, name)).slice(0, 64));
      }
      assets.push([asset, { entry: name, mime, size }]);
    } else if (/(^|\/)prod-grok-backend[^/]*\.json$/i.test(name) && size <= READABLE)
      readProjects(await textIn(bundle, name), projects);
  }
  return { shared: { assets: Object.fromEntries(assets), projects: Object.fromEntries(projects) }, byEntry: {} };
}

async function textIn(bundle: BundleView, name: string): Promise<string> {
  try {
    return await bundle.text(name);
  } catch {
    // What cannot be read here says so when it is imported.
    return '';
  }
}

/** The list of projects stands in the same file as the conversations: it is cut out by its key, so that the rest is not parsed. */
function readProjects(text: string, projects: Map<string, string>): void {
  let tried = 0;
  for (let at = text.indexOf('"projects"'); at !== -1 && tried < 20; at = text.indexOf('"projects"', at + 10)) {
    const start = /^"projects"\s*:\s*\[/.exec(text.slice(at, at + 200))?.[0];
    if (start === undefined || text.charAt(at - 1) === '\\') continue;
    tried++;
    const list = parsedText(arrayAt(text, at + start.length - 1));
    for (const project of Array.isArray(list) ? list : []) addProject(project, projects);
  }
}

function addProject(value: unknown, projects: Map<string, string>): void {
  if (!isObject(value)) return;
  const project: JsonObject = isObject(value['project']) ? value['project'] : value;
  const id = idOf(project['id']) ?? idOf(project['_id']) ?? idOf(project['project_id']) ?? idOf(project['workspace_id']);
  const name = textOf(project['name']) ?? textOf(project['title']);
  if (id !== null && name !== null) projects.set(id, name);
}

/** The text of the JSON array that opens at `from`, as far as it goes. */
function arrayAt(text: string, from: number): string {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === 0x22) {
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (char === 0x5b || char === 0x7b) depth++;
    else if ((char === 0x5d || char === 0x7d) && --depth === 0) return text.slice(from, i + 1);
  }
  return '';
}

/** What is known of an asset. */
export interface Asset {
  readonly entry: string | null;
  readonly mime: string | null;
  readonly size: number | null;
}

export function assetIn(shared: Json, id: string): Asset | null {
  const known: unknown = isObject(shared) ? objectOf(shared['assets'])[id.toLowerCase()] : undefined;
  if (!isObject(known)) return null;
  const size = known['size'];
  return { entry: textOf(known['entry']), mime: textOf(known['mime']), size: typeof size === 'number' ? size : null };
}

export function projectIn(shared: Json, id: string): string | null {
  return isObject(shared) ? textOf(objectOf(shared['projects'])[id]) : null;
}
