import { providerIds } from '../../../shared/model.ts';
import type { Filter, FilterValue } from '../../../shared/query/ast.ts';
import { importedKeys } from '../outcomes.ts';
import { flag, type Columns } from './columns.ts';
import type { Names, NumberSets } from './names.ts';
import { sql, type Db } from '../sql.ts';

/** One byte per conversation id: 1 for what is in the set. */
export type Mask = Uint8Array;

/** The live conversations that a filter is true of. `title:` and `role:` are asked of the index, not here. */
export function filterMask(db: Db, columns: Columns, { field, values }: Filter): Mask {
  switch (field) {
    case 'provider':
      return numberMask(columns, columns.provider, matching(columns.providerNames, values));
    case 'model':
      return setMask(columns, columns.models, columns.modelSets, matching(columns.modelNames, values));
    case 'tool':
      return setMask(columns, columns.tools, columns.toolSets, matching(columns.toolNames, values));
    case 'tag':
      return setMask(columns, columns.tags, columns.tagSets, matching(columns.tagNames, values));
    case 'project':
      return projectMask(columns, values);
    case 'has':
      return flagMask(columns, values, hasFlags);
    case 'is':
      return isMask(db, columns, values);
    case 'id':
      return idMask(db, columns, values);
    case 'since':
    case 'until':
    case 'on':
      return timeMask(columns, field, values);
    case 'words':
      return rangeMask(columns, columns.words, values);
    case 'messages':
      return rangeMask(columns, columns.messages, values);
    case 'turns':
      return rangeMask(columns, columns.turns, values);
    case 'import':
      return importMask(db, columns, values);
    case 'title':
    case 'role':
    case 'in':
      return new Uint8Array(columns.size);
  }
}

/** What `has:` looks at; `tags` are not among the flags. */
export const hasFlags: Readonly<Record<string, number>> = {
  tools: flag.tools,
  errors: flag.errors,
  thinking: flag.thinking,
  code: flag.code,
  attachments: flag.attachments,
  branches: flag.branches,
  note: flag.note,
};

export const isFlags: Readonly<Record<string, number>> = {
  starred: flag.starred,
  trashed: flag.trashed,
  archived: flag.archivedHere | flag.archivedThere,
  subagent: flag.subagent,
  fork: flag.fork,
};

/** True when a written value means this name: the whole of it, or its beginning; never minding case. */
export function means(value: FilterValue, name: string): boolean {
  if (value.kind !== 'text') return false;
  const wanted = value.text.toLowerCase();
  const known = name.toLowerCase();
  return value.prefix ? known.startsWith(wanted) : known === wanted;
}

function matching(names: Names, values: readonly FilterValue[]): ReadonlySet<number> {
  const found = new Set<number>();
  names.names.forEach((name, id) => {
    if (id > 0 && values.some((value) => means(value, name))) found.add(id);
  });
  return found;
}

function build(columns: Columns, holds: (id: number) => boolean): Mask {
  const mask = new Uint8Array(columns.size);
  for (let id = 0; id < columns.size; id++) if (columns.live[id] === 1 && holds(id)) mask[id] = 1;
  return mask;
}

function numberMask(columns: Columns, column: Uint32Array, wanted: ReadonlySet<number>): Mask {
  return build(columns, (id) => wanted.has(column[id] ?? 0));
}

function setMask(columns: Columns, column: Uint32Array, sets: NumberSets, wanted: ReadonlySet<number>): Mask {
  const good = sets.sets.map((set) => set.some((number) => wanted.has(number)));
  return build(columns, (id) => good[column[id] ?? 0] === true);
}

/** A project by its name, its path, or the last folder of its path; else the working folder likewise. */
function projectMask(columns: Columns, values: readonly FilterValue[]): Mask {
  const wanted = new Set<number>();
  columns.projectNames.names.forEach((name, id) => {
    if (id > 0 && values.some((value) => means(value, name) || means(value, lastFolder(name)))) wanted.add(id);
  });
  return build(columns, (id) => wanted.has(columns.project[id] ?? 0) || wanted.has(columns.folder[id] ?? 0));
}

/** What a path is called in short. */
export function lastFolder(path: string): string {
  return path.replace(/[/\\]+$/, '').replace(/^.*[/\\]/, '');
}

function flagMask(columns: Columns, values: readonly FilterValue[], flags: Readonly<Record<string, number>>): Mask {
  let bits = 0;
  let tagged = false;
  for (const value of values) {
    if (value.kind !== 'text') continue;
    bits |= flags[value.text] ?? 0;
    tagged ||= value.text === 'tags' && flags === hasFlags;
  }
  return build(columns, (id) => ((columns.flags[id] ?? 0) & bits) !== 0 || (tagged && (columns.tags[id] ?? 0) !== 0));
}

function isMask(db: Db, columns: Columns, values: readonly FilterValue[]): Mask {
  const mask = flagMask(columns, values, isFlags);
  if (!values.some((value) => value.kind === 'text' && value.text === 'gone')) return mask;
  const gone = columns.gone(db);
  for (let id = 0; id < mask.length; id++) if (gone[id] === 1) mask[id] = 1;
  return mask;
}

function idMask(db: Db, columns: Columns, values: readonly FilterValue[]): Mask {
  const mask = new Uint8Array(columns.size);
  for (const value of values) {
    if (value.kind !== 'text') continue;
    const colon = value.text.indexOf(':');
    const whole = sql`provider in (select value from json_each(${JSON.stringify(providerIds)})) and native_id >= ${value.text} and native_id < ${value.text + lastCharacter}`;
    const rest = value.text.slice(colon + 1);
    const named = sql`provider = ${value.text.slice(0, colon)} and native_id >= ${rest} and native_id < ${rest + lastCharacter}`;
    const rows = [whole, ...(colon > 0 ? [named] : [])].flatMap((holds) =>
      db.all<{ id: number }>(sql`select id from conversation where ${holds}`),
    );
    for (const { id } of rows) if (columns.live[id] === 1) mask[id] = 1;
  }
  return mask;
}

/** What an import added or updated and is still there. */
function importMask(db: Db, columns: Columns, values: readonly FilterValue[]): Mask {
  const mask = new Uint8Array(columns.size);
  for (const value of values) {
    if (value.kind !== 'text') continue;
    for (const id of importedKeys(db, value.text === 'latest' ? null : Number(value.text))) {
      if (columns.live[id] === 1) mask[id] = 1;
    }
  }
  return mask;
}

const lastCharacter = '\u{10ffff}';

/** Whatever was going on in the span, from its beginning to its last activity. What has no time is in no span. */
function timeMask(columns: Columns, field: 'since' | 'until' | 'on', values: readonly FilterValue[]): Mask {
  return build(columns, (id) => {
    const last = columns.sortAt[id] ?? 0;
    if (last === 0) return false;
    const first = firstTime(columns, id);
    return values.some(
      (value) => value.kind === 'time' && (field === 'until' || last >= value.from) && (field === 'since' || first < value.to),
    );
  });
}

/** When a conversation began; 0: nobody knows. */
export function firstTime({ createdAt, sortAt }: Columns, id: number): number {
  const created = createdAt[id] ?? 0;
  const last = sortAt[id] ?? 0;
  return created === 0 ? last : Math.min(created, last);
}

function rangeMask(columns: Columns, column: Uint32Array, values: readonly FilterValue[]): Mask {
  return build(columns, (id) => {
    const number = column[id] ?? 0;
    return values.some(
      (value) =>
        value.kind === 'range' && (value.min === null || number >= value.min) && (value.max === null || number <= value.max),
    );
  });
}
