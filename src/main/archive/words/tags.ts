import type { Change } from '../../../shared/contract.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Request, TagColor } from '../../../shared/requests.ts';
import { change, colorTag, dropTag, idsTagged, nameTag, setTag, tagNamed, type TagRow } from './changes.ts';
import type { Db } from '../sql.ts';

/** Adds and removes tags; a tag is made when it is first used, and is the same in upper and lower case. */
export function tag(user: Db, ids: readonly string[], add: readonly string[], remove: readonly string[]): Change {
  const named = (names: readonly string[]): readonly string[] => [
    ...new Set(names.map((name) => name.trim()).filter((name) => name !== '')),
  ];
  return change(user, 'tag', () => [
    ...named(remove).flatMap((name) => setTag(user, name, ids, false)),
    ...named(add).flatMap((name) => setTag(user, name, ids, true)),
  ]);
}

/** Another name everywhere (that of another tag: both become one), another colour. @throws ArchiveError `NotFound` */
export function changeTag(user: Db, { name, to, color }: Request<'changeTag'>): Change {
  return change(user, 'changeTag', () => {
    const known = knownTag(user, name);
    return [
      ...(to === undefined ? [] : nameTag(user, known.name, to)),
      ...(color === undefined ? [] : colorTag(user, to ?? known.name, color satisfies TagColor | null)),
    ];
  });
}

/** Takes a tag from every conversation that has it. @throws ArchiveError `NotFound` */
export function deleteTag(user: Db, name: string): Change {
  return change(user, 'deleteTag', () => {
    const known = knownTag(user, name);
    return [...setTag(user, known.name, idsTagged(user, known), false), ...dropTag(user, known.name)];
  });
}

function knownTag(user: Db, name: string): TagRow {
  const known = tagNamed(user, name);
  if (known === null) throw new ArchiveError('NotFound', `There is no tag “${name}”.`);
  return known;
}
