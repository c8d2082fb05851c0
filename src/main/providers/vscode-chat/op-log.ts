import { arrayOf, isObject, objectOf } from '../../../shared/json.ts';
import type { ParsedIssue } from '../../../shared/parsed.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { rawOf } from '../reading/json-record.ts';

type Container = unknown[] | { [key: string]: unknown };

/**
 * The document that a log of operations amounts to: 0 a snapshot, 1 sets a value at a path, 2 appends to a list (cut off at `i` before),
 * 3 takes a value away. Null when no snapshot was read. Source: formats, §8.8.
 */
export function replay(bytes: Uint8Array, issues: ParsedIssue[]): unknown {
  let state: unknown = null;
  let started = false;
  readJsonLines(bytes, {
    value: (value, line) => {
      const operation = objectOf(value);
      const path = arrayOf(operation['k']);
      const set = operation['kind'] === 0 || (operation['kind'] === 1 && path.length === 0);
      if (set) {
        state = operation['v'];
        started ||= isObject(state);
      } else if (!apply(state, path, operation)) {
        const message = `Line ${line} changes something that is not there, so what it says is missing here.`;
        issues.push({ code: 'lost-operation', message, where: `line ${line}`, raw: rawOf(value), unit: 'message' });
      }
    },
    broken: (issue) => issues.push(issue),
  });
  return started ? state : null;
}

function apply(state: unknown, path: readonly unknown[], operation: { readonly [key: string]: unknown }): boolean {
  let at: unknown = state;
  for (const key of path.slice(0, -1)) {
    if (!isContainer(at)) return false;
    at = valueAt(at, key);
  }
  const key = path.at(-1);
  if (operation['kind'] === 2) {
    if (key === undefined) return Array.isArray(at) && append(at, operation);
    if (!isContainer(at)) return false;
    let list = valueAt(at, key);
    if (list === undefined || list === null) {
      list = [];
      if (!assign(at, key, list)) return false;
    }
    return Array.isArray(list) && append(list, operation);
  }
  if (key === undefined || !isContainer(at)) return false;
  if (operation['kind'] === 1) return assign(at, key, operation['v']);
  return operation['kind'] === 3 && remove(at, key);
}

function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null;
}

function valueAt(container: Container, key: unknown): unknown {
  if (Array.isArray(container)) return isIndex(key) ? container[key] : undefined;
  return typeof key === 'string' && Object.hasOwn(container, key) ? container[key] : undefined;
}

function isIndex(key: unknown): key is number {
  return typeof key === 'number' && Number.isInteger(key) && key >= 0;
}

function assign(container: Container, key: unknown, value: unknown): boolean {
  if (Array.isArray(container)) {
    // No list has holes, so an index far behind its end is a mistake, and would make one.
    if (!isIndex(key) || key > container.length) return false;
    container[key] = value;
    return true;
  }
  const name = typeof key === 'number' ? String(key) : key;
  if (typeof name !== 'string' || name === '__proto__') return false;
  container[name] = value;
  return true;
}

function append(list: unknown[], { i, v }: { readonly [key: string]: unknown }): boolean {
  if (isIndex(i) && i < list.length) list.length = i;
  for (const item of arrayOf(v)) list.push(item);
  return true;
}

function remove(container: Container, key: unknown): boolean {
  if (Array.isArray(container)) {
    if (!isIndex(key) || key >= container.length) return false;
    container[key] = undefined;
    return true;
  }
  return typeof key === 'string' && Reflect.deleteProperty(container, key);
}
