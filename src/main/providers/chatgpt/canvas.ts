import { arrayOf, isObject, objectOf, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { ArtifactPart, Json } from '../../../shared/model.ts';
import { replaceByPattern } from './pattern.ts';
import type { TreeNode } from './tree.ts';

interface Doc {
  readonly title: string | null;
  readonly kind: string;
  readonly language: string | null;
  readonly version: number;
  readonly text: string | null;
}

/** The canvases as they stand at one point of a branch; the last entry is the one touched last. Never changed in place. */
export type Canvases = ReadonlyMap<string, Doc>;

export const NO_CANVASES: Canvases = new Map();

interface Step {
  readonly canvases: Canvases;
  readonly part: ArtifactPart | null;
}

/**
 * Replays a call of `canmore.…` on the canvases of its branch: `create_textdoc` makes one, `update_textdoc` replaces by pattern (the whole
 * for `.*`), `comment_textdoc` leaves the text. Input that is no JSON object changes nothing. Source: formats §3.10.
 */
export function replayCanvas(tool: string, input: Json, call: TreeNode, callId: string, before: Canvases): Step {
  if (!isObject(input)) return { canvases: before, part: null };
  const stated = textdocOf(call);
  if (tool.endsWith('create_textdoc')) return step(before, stated ?? callId, created(input), 'create');
  const id = stated !== null && before.has(stated) ? stated : (lastOf(before) ?? stated);
  if (id === null) return { canvases: before, part: null };
  const doc = before.get(id) ?? { title: null, kind: 'text/plain', language: null, version: 0, text: null };
  if (tool.endsWith('update_textdoc')) {
    const updates = arrayOf(input['updates']).filter(isObject);
    const whole = updates.some((update) => isWhole(update['pattern']));
    return step(before, id, { ...doc, version: doc.version + 1, text: updated(doc.text, updates) }, whole ? 'rewrite' : 'update');
  }
  return tool.endsWith('comment_textdoc') ? step(before, id, doc, 'comment') : { canvases: before, part: null };
}

/** More canvases than anybody has in one conversation; of older ones later changes are not replayed. */
const FOLLOWED = 200;

function step(before: Canvases, id: string, doc: Doc, action: ArtifactPart['action']): Step {
  const canvases = new Map(before);
  canvases.delete(id);
  canvases.set(id, doc);
  for (const oldest of canvases.keys()) {
    if (canvases.size <= FOLLOWED) break;
    canvases.delete(oldest);
  }
  return { canvases, part: { type: 'artifact', artifact: id, ...doc, action } };
}

function created(input: JsonObject): Doc {
  const type = textOf(input['type']) ?? 'document';
  const language = type.startsWith('code/') ? type.slice('code/'.length) : null;
  return {
    title: textOf(input['name']) ?? textOf(input['title']),
    kind: language === null ? 'text/markdown' : type,
    language,
    version: 1,
    text: stringOf(input['content']),
  };
}

function updated(text: string | null, updates: readonly JsonObject[]): string | null {
  let now = text;
  for (const update of updates) {
    const replacement = stringOf(update['replacement']);
    const pattern = stringOf(update['pattern']);
    if (replacement === null || pattern === null) return null;
    if (isWhole(pattern)) now = replacement;
    else if (now !== null) now = replaceByPattern(now, pattern, replacement, update['multiple'] === true);
  }
  return now;
}

function isWhole(pattern: unknown): boolean {
  return typeof pattern === 'string' && /^(?:\(\?[a-z]+\))?\^?(?:\.\*|\[\\s\\S\]\*|\(\.\*\))\$?$/.test(pattern);
}

function lastOf(canvases: Canvases): string | null {
  let last: string | null = null;
  for (const id of canvases.keys()) last = id;
  return last;
}

/** The canvas a call worked on, as its result says. */
function textdocOf(call: TreeNode): string | null {
  for (const child of call.children) {
    if (!isObject(child.message) || objectOf(child.message['author'])['role'] !== 'tool') continue;
    const id = textOf(objectOf(objectOf(child.message['metadata'])['canvas'])['textdoc_id']);
    if (id !== null) return id;
  }
  return null;
}
