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

/** Every version of an artifact in the open conversation, in order; the one at hand alone until they have come. */
export function useVersions(part: ArtifactPart): readonly ArtifactPart[] {
  const archive = useArchive();
  const id = usePlace((place) => place.open);
  const { data } = useQuery({
    queryKey: ['artifacts', id],
    queryFn: ({ signal }) => artifactsOf(archive, id ?? '', signal),
    enabled: id !== null,
    structuralSharing: false,
    gcTime: 60_000,
  });
  return versionsOf(part, data ?? []);
}

async function artifactsOf(archive: ArchiveClient, id: string, signal: AbortSignal): Promise<readonly ArtifactPart[]> {
  const rows = new OutlineRows(await archive.outline({ id }, signal));
  const indexes: number[] = [];
  for (let index = 0; index < rows.count && indexes.length < mostMessages; index++) {
    if (rows.partsOf(index).includes('a')) indexes.push(index);
  }
  const found: ArtifactPart[] = [];
  for (let from = 0; from < indexes.length; from += most) {
    const { messages } = await archive.messages({ id, indexes: indexes.slice(from, from + most) }, signal);
    for (const message of messages) for (const part of message.parts) if (part.type === 'artifact') found.push(part);
  }
  return found;
}

/** One of each version, with the text where it is known; on branches the version at hand wins over its namesakes. */
export function versionsOf(part: ArtifactPart, found: readonly ArtifactPart[]): readonly ArtifactPart[] {
  const versions = new Map<number, ArtifactPart>();
  for (const other of found) {
    if (other.artifact !== part.artifact) continue;
    const known = versions.get(other.version);
    if (!known || (known.text === null && other.text !== null)) versions.set(other.version, other);
  }
  versions.set(part.version, part);
  return [...versions.values()].sort((a, b) => a.version - b.version);
}
