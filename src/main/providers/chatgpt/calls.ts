import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json, Outcome, Part, ToolCallPart, ToolResultPart } from '../../../shared/model.ts';
import { structureInText } from '../reading/json-text.ts';

/** A node on the way from a result up to its call. */
export interface CallNode {
  /** Native id of the call, which is also its call id. */
  readonly id: string;
  /** The tool that is called; null when the node is no call. */
  readonly tool: string | null;
  /** A person's own message: no call above it is answered below it. */
  readonly stop: boolean;
  readonly parent: CallNode | null;
}

/** Deep enough for any burst of tool work between two answers. */
const REACH = 64;

/**
 * The call that a result of tool `name` below `parent` answers. There are no call ids: the nearest call of the same name, and of calls in
 * a row the first that has no answer; else the nearest of the same family (`canmore.…`); else the call right above the results.
 */
export function callFor(name: string | null, parent: CallNode | null, answered: ReadonlySet<string>): CallNode | null {
  const family = familyOf(name);
  let related: CallNode | null = null;
  let adjacent: CallNode | null = null;
  let onlyResults = true;
  let node = parent;
  for (let steps = 0; node !== null && steps < REACH && !node.stop; steps++, node = node.parent) {
    if (node.tool === null) continue;
    if (node.tool === name) return firstOpen(node, answered);
    if (related === null && family !== null && familyOf(node.tool) === family) related = node;
    if (onlyResults) adjacent = node;
    onlyResults = false;
  }
  return related ?? adjacent;
}

function firstOpen(call: CallNode, answered: ReadonlySet<string>): CallNode {
  let first = call;
  if (answered.has(call.id)) return first;
  let above = call.parent;
  for (let steps = 0; steps < REACH && above !== null && above.tool === call.tool && !answered.has(above.id); steps++) {
    first = above;
    above = above.parent;
  }
  return first;
}

function familyOf(name: string | null): string | null {
  if (name === null) return null;
  const dot = name.indexOf('.');
  return dot === -1 ? name : name.slice(0, dot);
}

/** A content sent to a tool: JSON where it is JSON, else the text; pictures and the like stay beside it. */
export function asCall(callId: string, name: string, parts: readonly Part[]): readonly Part[] {
  const { text, others } = split(parts);
  const call: ToolCallPart = { type: 'tool-call', callId, name, input: structureInText(text) };
  return [call, ...others];
}

/** A tool's content: always one result, so that the call is answered, then the pictures and files it gave. */
export function asResult(callId: string, name: string | null, message: JsonObject, parts: readonly Part[]): readonly Part[] {
  const { text, others, links } = split(parts);
  const details = detailsOf(message, links);
  const result: ToolResultPart = {
    type: 'tool-result',
    callId,
    text,
    outcome: outcomeOf(message),
    ...(details === null ? {} : { details }),
    ...(name === null ? {} : { name }),
  };
  return [result, ...others];
}

function split(parts: readonly Part[]): { text: string; others: readonly Part[]; links: readonly Json[] } {
  const texts: string[] = [];
  const others: Part[] = [];
  const links: Json[] = [];
  for (const part of parts) {
    if (part.type === 'text' || part.type === 'code' || part.type === 'thinking') texts.push(part.text);
    else if (part.type === 'citation') {
      if (part.text !== undefined) texts.push(part.text);
      links.push({ title: part.title, url: part.url });
    } else others.push(part);
  }
  return { text: texts.length === 1 ? (texts[0] ?? '') : texts.join('\n\n'), others, links };
}

const FAILED = new Set(['error', 'failed', 'cancelled', 'finished_with_error']);

/** Only what the export states: its error type, the interpreter's verdict, a status that says so. */
function outcomeOf(message: JsonObject): Outcome {
  if (objectOf(message['content'])['content_type'] === 'system_error') return 'error';
  const run = objectOf(objectOf(message['metadata'])['aggregate_result']);
  if (isObject(run['in_kernel_exception'])) return 'error';
  const verdict = textOf(run['status']);
  if (verdict === 'success') return 'ok';
  if (verdict !== null && (verdict.startsWith('failed') || FAILED.has(verdict))) return 'error';
  return FAILED.has(textOf(message['status']) ?? '') ? 'error' : 'unknown';
}

/** As many as a person would look at; the original has them all. */
const LINKS = 50;

function detailsOf(message: JsonObject, pages: readonly Json[]): Json {
  const metadata = objectOf(message['metadata']);
  const content = objectOf(message['content']);
  const details: Record<string, Json> = {};
  const run = objectOf(metadata['aggregate_result']);
  const status = textOf(run['status']);
  if (status !== null) details['status'] = status;
  const exception = textOf(objectOf(run['in_kernel_exception'])['name']);
  if (exception !== null) details['exception'] = exception;
  const links: Json[] = [...pages];
  if (content['content_type'] === 'citable_code_output') {
    const source = objectOf(content['metadata']);
    const title = textOf(source['display_title']);
    const url = textOf(source['display_url']);
    if (title !== null || url !== null) links.push({ title, url });
  }
  for (const group of arrayOf(metadata['search_result_groups'])) {
    for (const entry of arrayOf(objectOf(group)['entries'])) {
      if (isObject(entry) && links.length < LINKS) links.push({ title: textOf(entry['title']), url: textOf(entry['url']) });
    }
  }
  if (links.length > 0) details['links'] = links;
  return Object.keys(details).length === 0 ? null : details;
}
