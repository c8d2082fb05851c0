import { isObject, stringOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { ArtifactPart } from '../../../shared/model.ts';
import { mimeOf } from '../reading/mime.ts';

interface Artifact {
  readonly title: string | null;
  readonly kind: string;
  readonly language: string | null;
  readonly version: number;
  readonly text: string | null;
}

/** The artifacts as they stand at one point of a branch. Never changed in place. */
export type Artifacts = ReadonlyMap<string, Artifact>;

export const NO_ARTIFACTS: Artifacts = new Map();

export interface ArtifactStep {
  readonly artifacts: Artifacts;
  readonly part: ArtifactPart;
}

/**
 * Replays a tool call on the artifacts of its branch: `artifacts` with `create`, `rewrite` and `update` (one `old_str` becomes
 * `new_str`), and the file tools `create_file` and `str_replace`. Null when the call touches none. Source: formats §4.4.
 */
export function replayCall(name: string, input: unknown, before: Artifacts): ArtifactStep | null {
  if (!isObject(input)) return null;
  if (name === 'create_file') return fileCreated(input, before);
  if (name === 'str_replace') return fileEdited(input, before);
  if (name !== 'artifacts' && !/^(create|update|rewrite)_artifact$/.test(name)) return null;
  const id = textOf(input['id']) ?? textOf(input['identifier']);
  if (id === null) return null;
  const command = textOf(input['command']) ?? name.split('_')[0];
  const known = before.get(id);
  const title = textOf(input['title']) ?? known?.title ?? null;
  const kind = textOf(input['type']) ?? known?.kind ?? 'text/plain';
  const language = textOf(input['language']) ?? known?.language ?? null;
  const version = (known?.version ?? 0) + 1;
  if (command === 'update') {
    const text = replacedOnce(known?.text ?? null, stringOf(input['old_str']), stringOf(input['new_str']));
    return step(before, id, { title, kind, language, version, text }, 'update');
  }
  return step(
    before,
    id,
    { title, kind, language, version, text: stringOf(input['content']) },
    known === undefined ? 'create' : 'rewrite',
  );
}

/** An artifact that stands in the text, as chats of 2024 have it. */
export function embedded(attributes: string, content: string, before: Artifacts): ArtifactStep {
  const read = (name: string): string | null => textOf(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1]);
  const id = read('identifier') ?? read('title') ?? 'artifact';
  const known = before.get(id);
  const artifact: Artifact = {
    title: read('title') ?? known?.title ?? null,
    kind: read('type') ?? known?.kind ?? 'text/plain',
    language: read('language') ?? known?.language ?? null,
    version: (known?.version ?? 0) + 1,
    text: content,
  };
  return step(before, id, artifact, known === undefined ? 'create' : 'rewrite');
}

function fileCreated(input: JsonObject, before: Artifacts): ArtifactStep | null {
  const path = textOf(input['path']);
  if (path === null) return null;
  const known = before.get(path);
  const artifact: Artifact = {
    title: path.slice(path.lastIndexOf('/') + 1),
    kind: mimeOf(path) ?? 'text/plain',
    language: null,
    version: (known?.version ?? 0) + 1,
    text: stringOf(input['file_text']),
  };
  return step(before, path, artifact, known === undefined ? 'create' : 'rewrite');
}

/** Files that the chat did not make are not followed. */
function fileEdited(input: JsonObject, before: Artifacts): ArtifactStep | null {
  const path = textOf(input['path']);
  const known = path === null ? undefined : before.get(path);
  if (path === null || known === undefined) return null;
  const text = replacedOnce(known.text, stringOf(input['old_str']), stringOf(input['new_str']) ?? '');
  return step(before, path, { ...known, version: known.version + 1, text }, 'update');
}

function replacedOnce(text: string | null, from: string | null, to: string | null): string | null {
  if (text === null || from === null || from === '' || to === null) return null;
  const at = text.indexOf(from);
  return at === -1 ? null : text.slice(0, at) + to + text.slice(at + from.length);
}

/** More artifacts than anybody has in one conversation; of older ones later changes are not replayed. */
const FOLLOWED = 200;

function step(before: Artifacts, id: string, artifact: Artifact, action: ArtifactPart['action']): ArtifactStep {
  const artifacts = new Map(before);
  artifacts.delete(id);
  artifacts.set(id, artifact);
  for (const oldest of artifacts.keys()) {
    if (artifacts.size <= FOLLOWED) break;
    artifacts.delete(oldest);
  }
  return { artifacts, part: { type: 'artifact', artifact: id, ...artifact, action } };
}
