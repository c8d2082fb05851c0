import { arrayOf, isObject, jsonOf, type JsonObject } from '../../../shared/json.ts';
import type { Json, Outcome } from '../../../shared/model.ts';

/** What a tool's result says of itself: the block's `is_error`, else a success flag or an exit code; never what its prose sounds like. */
export function outcomeOf(isError: unknown, structured: unknown): Outcome {
  if (isError === true) return 'error';
  if (isError === false) return 'ok';
  if (!isObject(structured)) return 'unknown';
  if (typeof structured['is_error'] === 'boolean') return structured['is_error'] ? 'error' : 'ok';
  if (typeof structured['success'] === 'boolean') return structured['success'] ? 'ok' : 'error';
  for (const key of ['exitCode', 'exit_code', 'returnCode']) {
    const code = structured[key];
    if (typeof code === 'number') return code === 0 ? 'ok' : 'error';
  }
  const status = structured['status'];
  if (status === 'completed') return 'ok';
  return status === 'error' || status === 'failed' ? 'error' : 'unknown';
}

/** Longest text kept in details: they are a card's small print, and the text of the result is kept whole beside them. */
const LONGEST = 600;
/** A patch above this many lines is left out: the call's input already says what was changed. */
const LONGEST_PATCH = 400;

/** Kept elsewhere in the conversation (the call's input, the result's text) or of no use to a reader. */
const REPEATED = new Set([
  'stdout',
  'content',
  'result',
  'prompt',
  'originalFile',
  'oldString',
  'newString',
  'oldTodos',
  'newTodos',
  'edits',
  'plan',
  'questions',
  'is_error',
  'isImage',
  'noOutputExpected',
]);

/** The small structured extras of a result: a patch, what went to stderr, counts, an agent's totals. Undefined when there are none. */
export function detailsOf(structured: unknown): Json | undefined {
  if (!isObject(structured)) return undefined;
  const details: [string, Json][] = [];
  for (const key in structured) {
    const value = structured[key];
    if (REPEATED.has(key) || value === null || value === '' || value === undefined) continue;
    if (key === 'structuredPatch') {
      const patch = patchOf(value);
      if (patch !== undefined) details.push([key, patch]);
    } else if (key === 'file') {
      if (isObject(value)) details.push(...scalars(value).map(([name, scalar]): [string, Json] => [name, scalar]));
    } else if (key === 'answers' || key === 'usage' || key === 'statusChange') {
      if (isObject(value)) details.push([key, Object.fromEntries(scalars(value))]);
    } else if (key === 'stderr' && typeof value === 'string') {
      details.push([key, value.length <= LONGEST ? value : `${value.slice(0, LONGEST)}…`]);
    } else if (isScalar(value)) {
      details.push([key, value]);
    }
  }
  return details.length === 0 ? undefined : Object.fromEntries(details);
}

function scalars(value: JsonObject): [string, Json][] {
  const found: [string, Json][] = [];
  for (const key in value) {
    const item = value[key];
    if (!REPEATED.has(key) && isScalar(item)) found.push([key, item]);
  }
  return found;
}

function isScalar(value: unknown): value is string | number | boolean {
  return (typeof value === 'string' && value.length <= LONGEST) || typeof value === 'number' || typeof value === 'boolean';
}

function patchOf(value: unknown): Json | undefined {
  const hunks = arrayOf(value);
  let lines = 0;
  for (const hunk of hunks) lines += isObject(hunk) ? arrayOf(hunk['lines']).length : 0;
  return hunks.length === 0 || lines > LONGEST_PATCH ? undefined : jsonOf(value);
}
