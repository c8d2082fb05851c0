import type { Dropped } from './dropped.ts';

/** What is sent and imported in one go. */
export interface Group {
  readonly items: readonly Dropped[];
  /** Null: of several files. */
  readonly name: string | null;
}

/** Every zip and every folder stands for itself, with a line, a rate and a receipt of its own; loose files go together. */
export function groupsOf(dropped: readonly Dropped[]): readonly Group[] {
  const alone = dropped.filter((item) => item.kind === 'folder' || isPacked(item.name));
  const loose = dropped.filter((item) => !alone.includes(item));
  const [first] = loose;
  return [
    ...alone.map((item) => ({ items: [item], name: item.name })),
    ...(first ? [{ items: loose, name: loose.length === 1 ? first.name : null }] : []),
  ];
}

function isPacked(name: string): boolean {
  return /\.(?:zip|dat)$/i.test(name);
}
