import type { ArtifactPart, Part } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';

const OPEN = '<xaiArtifact';
const CLOSE = '</xaiArtifact>';

/** Takes `<xaiArtifact artifact_id=… title=… contentType=…>…</xaiArtifact>` out of a text, in order. Linear. */
export function splitArtifacts(text: string): readonly Part[] {
  const parts: Part[] = [];
  const say = (piece: string): void => {
    if (piece.trim() !== '' || (piece !== '' && text === piece)) parts.push({ type: 'text', text: piece });
  };
  let at = 0;
  const versions = new Map<string, number>();
  for (let open = text.indexOf(OPEN); open !== -1; open = text.indexOf(OPEN, at)) {
    const head = text.indexOf('>', open);
    if (head === -1) break;
    say(text.slice(at, open));
    const close = text.indexOf(CLOSE, head);
    const end = close === -1 ? text.length : close;
    const part = artifactOf(text.slice(open, Math.min(head, open + 4000)), text.slice(head + 1, end), versions);
    parts.push(part);
    at = close === -1 ? text.length : close + CLOSE.length;
  }
  say(text.slice(at));
  return parts;
}

function artifactOf(tag: string, body: string, versions: Map<string, number>): ArtifactPart {
  const title = attribute(tag, 'title');
  const kind = attribute(tag, 'contentType') ?? 'text/markdown';
  const artifact = attribute(tag, 'artifact_id') ?? attribute(tag, 'id') ?? derivedId(title, kind);
  const version = (versions.get(artifact) ?? 0) + 1;
  versions.set(artifact, version);
  const language = /^(?:text|application|code)\/(?:x-)?([a-z0-9+#]+)$/i.exec(kind)?.[1]?.toLowerCase() ?? null;
  return {
    type: 'artifact',
    artifact,
    title,
    kind,
    language: language === 'markdown' || language === 'plain' ? null : language,
    version,
    text: body.replace(/^\r?\n/, ''),
    action: version === 1 ? 'create' : 'rewrite',
  };
}

function attribute(tag: string, name: string): string | null {
  return new RegExp(`\\b${name}\\s*=\\s*"([^"]*)"`, 'i').exec(tag)?.[1] ?? null;
}
