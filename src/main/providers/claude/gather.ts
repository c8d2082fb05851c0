import { isObject, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { BundleView } from '../provider.ts';
import { jsonBeside } from '../reading/json-beside.ts';

/** More than anybody has; every parser thread holds them. */
const MOST_PROJECTS = 10_000;
/** Projects hold their documents: for names alone no more than this is read, in bytes. */
const MOST_READ = 32 * 1024 * 1024;

/**
 * What lies beside the conversations: names of projects by their ids, for chats in the shape of the web API, and whose export it is.
 * Source: formats §4.6.
 */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>>; readonly account: string | null }> {
  const projects = new Map<string, string>();
  let account: string | null = null;
  let room = MOST_READ;
  for (const { name, size } of bundle.entries) {
    const isProjects = /(?:^|\/)projects(?:\.json|\/[^/]+\.json)$/i.test(name);
    if (!isProjects && !/(?:^|\/)users\.json$/i.test(name)) continue;
    if (size > room) continue;
    room -= size;
    const value = await jsonBeside(bundle, name);
    const items = (Array.isArray(value) ? value : [value]).filter(isObject);
    if (isProjects) for (const item of items) addProject(item, projects);
    else account = accountIn(items);
  }
  return { shared: projects.size === 0 ? null : { projects: Object.fromEntries(projects) }, byEntry: {}, account };
}

/** A mark of an account: its id is not kept as it is. */
export function accountMark(id: unknown): string | null {
  const text = textOf(id);
  return text === null ? null : derivedId('claude account', text);
}

/** Of several (a team) the conversations say whose they are. */
function accountIn(users: readonly JsonObject[]): string | null {
  return users.length === 1 ? accountMark(users[0]?.['uuid']) : null;
}

function addProject(item: JsonObject, projects: Map<string, string>): void {
  const id = textOf(item['uuid']);
  const name = textOf(item['name']);
  if (id !== null && name !== null && projects.size < MOST_PROJECTS) projects.set(id, name);
}
