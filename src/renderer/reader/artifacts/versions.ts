import { useQuery } from '@tanstack/react-query';
import type { ArchiveClient } from '../../../shared/contract.ts';
import type { ArtifactPart } from '../../../shared/model.ts';
import { OutlineRows } from '../../../shared/outline.ts';
import { useArchive } from '../../archive.ts';
import { usePlace } from '../../view.ts';

/** Messages asked for at once. */
const most = 200;
/** Messages with artifacts that are looked through; what lies beyond is found by reading on. */
const mostMessages = 2000;

interface Found {
  readonly part: ArtifactPart;
  /** Index of its message. */
  readonly message: number;
}

interface Artifacts {
  readonly found: readonly Found[];
  /** By message: the one it answers, -1 at the beginning. */
  readonly parents: ArrayLike<number>;
}

export interface Version {
  readonly part: ArtifactPart;
  /** It was made on a branch that does not lead to the one at hand, nor from it. */
  readonly elsewhere: boolean;
}

/** Every version of an artifact in the open conversation, in order; the one at hand alone until they have come. */
export function useVersions(part: ArtifactPart, message: number): readonly Version[] {
  const archive = useArchive();
  const id = usePlace((place) => place.open);
  const { data } = useQuery({
    queryKey: ['artifacts', id],
    queryFn: ({ signal }) => artifactsOf(archive, id ?? '', signal),
    enabled: id !== null,
    structuralSharing: false,
    gcTime: 60_000,
  });
  return versionsOf({ part, message }, data ?? { found: [], parents: [] });
}

async function artifactsOf(archive: ArchiveClient, id: string, signal: AbortSignal): Promise<Artifacts> {
  const rows = new OutlineRows(await archive.outline({ id }, signal));
  const indexes: number[] = [];
  for (let index = 0; index < rows.count && indexes.length < mostMessages; index++) {
    if (rows.partsOf(index).includes('a')) indexes.push(index);
  }
  const found: Found[] = [];
  for (let from = 0; from < indexes.length; from += most) {
    const { messages } = await archive.messages({ id, indexes: indexes.slice(from, from + most) }, signal);
    for (const { index, parts } of messages)
      for (const part of parts) if (part.type === 'artifact') found.push({ part, message: index });
  }
  return { found, parents: rows.parents };
}

/**
 * One of each version on the branch of the one at hand, with the text where it is known; then what other branches made of it, each text
 * once.
 */
export function versionsOf(at: Found, { found, parents }: Artifacts): readonly Version[] {
  const here = new Map<number, ArtifactPart>([[at.part.version, at.part]]);
  const others = new Map<string, ArtifactPart>();
  const above = lineOf(at.message, parents);
  for (const { part, message } of found) {
    if (part.artifact !== at.part.artifact) continue;
    if (above.has(message) || lineOf(message, parents).has(at.message)) {
      const known = here.get(part.version);
      if (!known || (known.text === null && part.text !== null && part.version !== at.part.version)) here.set(part.version, part);
    } else others.set(`${part.version}\n${part.text}`, part);
  }
  const seen = new Set([...here.values()].map(({ text }) => text));
  const versions: Version[] = [...here.values()].map((part) => ({ part, elsewhere: false }));
  for (const part of others.values()) if (part.text !== null && !seen.has(part.text)) versions.push({ part, elsewhere: true });
  return versions.sort((a, b) => a.part.version - b.part.version || Number(a.elsewhere) - Number(b.elsewhere));
}

/** A message and all those it follows. */
function lineOf(message: number, parents: ArrayLike<number>): ReadonlySet<number> {
  const line = new Set<number>();
  for (let at = message; at >= 0 && !line.has(at); at = parents[at] ?? -1) line.add(at);
  return line;
}
