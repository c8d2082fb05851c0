import { createHash, hash } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { isObject } from '../../../shared/json.ts';
import { partsOf } from '../blocks.ts';
import { blobPath, listBlobs, sweepBlobs } from '../blobs.ts';
import type { Check, Finding } from './doctor.ts';
import { holderOf } from '../lock.ts';
import type { Archive } from '../open.ts';
import { unpack } from '../pack.ts';
import { getRecord, readRecord } from '../records.ts';
import { sql, type Db } from '../sql.ts';
import { dropRecord } from '../undo.ts';

/**
 * The checks of the three files and the blobs, each independent of the code that writes.
 *
 * @param locked the caller holds the import lock, so a run that is marked running has no process
 */
export function archiveChecks(locked: boolean): readonly Check[] {
  return [
    { name: 'database integrity', look: ({ db }) => integrity(db) },
    { name: 'foreign keys', look: ({ db }) => foreignKeys(db) },
    { name: 'reference counts', look: ({ db }) => referenceCounts(db), repair: ({ db }) => recount(db) },
    { name: 'attachment files', look: attachmentFiles, repair: readAgainNext },
    { name: 'unused files', look: unusedFiles, repair: ({ dir, db }) => void sweepBlobs(dir, db, true) },
    { name: 'originals', look: ({ db }) => originals(db) },
    { name: 'conversations and messages', look: ({ db }) => conversations(db), repair: ({ db }) => resolveAgain(db) },
    { name: 'records and conversations', look: ({ db }) => contributions(db), repair: ({ db }) => dropUnsourced(db) },
    { name: 'receipts', look: ({ db }) => outcomes(db) },
    {
      name: 'runs',
      look: ({ dir, db }) => runs(dir, db, locked),
      repair: ({ db }) =>
        void db.run(sql`update run set status = 'interrupted', ended_at = ${Date.now()} where status = 'running'`),
    },
  ];
}

export function problem(text: string): Finding {
  return { kind: 'problem', text };
}

function note(text: string): Finding {
  return { kind: 'note', text };
}

function integrity(db: Db): readonly Finding[] {
  // index.db is looked at as a file before: see `checkIndexFile`.
  return ['main', 'user'].flatMap((schema) =>
    db
      .pragmaRows(`${schema}.integrity_check`)
      .map((row) => (isObject(row) ? String(Object.values(row)[0]) : ''))
      .filter((answer) => answer !== 'ok')
      .map((answer) => problem(`${schema === 'main' ? 'archive' : schema}.db: ${answer}`)),
  );
}

function foreignKeys(db: Db): readonly Finding[] {
  return ['main', 'user', 'ix'].flatMap((schema) =>
    db
      .pragmaRows(`${schema}.foreign_key_check`)
      .map((row) =>
        problem(isObject(row) ? `A row of ${String(row['table'])} refers to a missing row of ${String(row['parent'])}.` : ''),
      ),
  );
}

const recounted = sql`
  select lower(hex(hash)) as hash, refs,
    (select count(*) from attachment a where a.hash = blob.hash) + (select count(*) from shipment s where s.hash = blob.hash)
      + (select count(*) from issue i where i.hash = blob.hash) as counted
  from blob`;

function referenceCounts(db: Db): readonly Finding[] {
  return db
    .all<{ hash: string; refs: number; counted: number }>(sql`select * from (${recounted}) where refs <> counted`)
    .map(({ hash: hex, refs, counted }) =>
      problem(`Attachment ${hex} is counted ${refs} times and referred to ${counted} times.`),
    );
}

function recount(db: Db): void {
  db.run(sql`
    update blob set refs =
      (select count(*) from attachment a where a.hash = blob.hash) + (select count(*) from shipment s where s.hash = blob.hash)
      + (select count(*) from issue i where i.hash = blob.hash)`);
}

function attachmentFiles({ db, dir }: Archive): readonly Finding[] {
  return damagedFiles({ db, dir }).map(({ hash: hex, fault }) => {
    const inputs = inputsOf(db, hex);
    const after = fault === missing ? '' : ', after a repair,';
    const way = inputs.length === 0 ? '' : ` Importing ${inputs.join(' or ')} again${after} brings it back.`;
    return problem(`The file of attachment ${hex} ${fault}.${way}`);
  });
}

/** What the bytes came from can be read again; a file that is not what it should be goes, so that it is written anew. */
function readAgainNext({ db, dir }: Archive): void {
  for (const { hash: hex } of damagedFiles({ db, dir })) {
    const bytes = Buffer.from(hex, 'hex');
    rmSync(blobPath(dir, hex), { force: true });
    db.transaction(() => {
      db.run(sql`
        update source set complete = 0 where id in (
          select source_id from shipment where hash = ${bytes} union select source_id from issue where hash = ${bytes})`);
      db.run(sql`delete from record_figures where record_id in (select record_id from shipment where hash = ${bytes})`);
    });
  }
}

const missing = 'is missing';

function damagedFiles({ db, dir }: Pick<Archive, 'db' | 'dir'>): readonly { readonly hash: string; readonly fault: string }[] {
  return db
    .all<{ hash: string; size: number }>(sql`select lower(hex(hash)) as hash, size from blob where refs > 0`)
    .flatMap(({ hash: hex, size }) => {
      const path = blobPath(dir, hex);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat === undefined) return [{ hash: hex, fault: missing }];
      if (stat.size !== size) return [{ hash: hex, fault: `has ${stat.size} bytes instead of ${size}` }];
      return fileHash(path) === hex ? [] : [{ hash: hex, fault: 'is damaged' }];
    });
}

/** Read in pieces: an element that was too large for an import may have gigabytes. */
function fileHash(path: string): string {
  const digest = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(1024 * 1024);
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) digest.update(buffer.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return digest.digest('hex');
}

/** Paths of inputs, as they were given, that had the bytes. */
function inputsOf(db: Db, hex: string): readonly string[] {
  const bytes = Buffer.from(hex, 'hex');
  return db
    .all<{ path: string }>(
      sql`
        select distinct path from run_source where source_id in (
          select source_id from shipment where hash = ${bytes} union select source_id from issue where hash = ${bytes}) order by path limit 3`,
    )
    .map(({ path }) => path);
}

function unusedFiles({ db, dir }: Archive): readonly Finding[] {
  // While an import runs, the bytes of what it has not stored yet lie there rightly.
  const importer = holderOf(dir, 'import');
  if (importer !== null && importer.pid !== process.pid) return [];
  const { hashes, strays } = listBlobs(dir);
  const rows = new Map(
    db
      .all<{ hash: string; refs: number }>(sql`select lower(hex(hash)) as hash, refs from blob`)
      .map((row) => [row.hash, row.refs]),
  );
  const unused = [...hashes]
    .filter((hex) => (rows.get(hex) ?? 0) === 0)
    .map((hex) => note(`Nothing refers to attachment ${hex}.`));
  return [...unused, ...strays.map((path) => note(`${path} is left from an interrupted write.`))];
}

function originals(db: Db): readonly Finding[] {
  const problems: Finding[] = [];
  for (const { id, name } of db.iterate<{ id: number; name: string }>(sql`select id, name from record order by id`)) {
    const record = getRecord(db, id);
    try {
      const bytes = readRecord(db, record, 0, record.bytes);
      if (!Buffer.from(record.hash).equals(hash('sha256', bytes, 'buffer')))
        problems.push(problem(`Record ${id} (${name}) has changed.`));
    } catch (error) {
      problems.push(problem(`Record ${id} (${name}) cannot be read: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
  return problems;
}

interface ConversationRow {
  readonly id: number;
  readonly name: string;
  readonly first_message: number;
  readonly messages: number;
  readonly words: number;
  readonly attachments: number;
  readonly attached: number;
}

interface MessageRow {
  readonly id: number;
  readonly conversation_id: number;
  readonly parent: number;
  readonly words: number;
  readonly part_codes: string;
  readonly block: number;
  readonly offset: number;
  readonly length: number;
}

function conversations(db: Db): readonly Finding[] {
  const problems: Finding[] = [];
  let shown = 0;
  const rows = db.iterate<ConversationRow & { readonly due: number }>(sql`
    select id, provider || ':' || native_id as name, first_message, messages, words, attachments,
      (select count(*) from attachment a where a.conversation_id = conversation.id) as attached,
      exists (
        select 1 from contribution c join due on due.record_id = c.record_id join record r on r.id = c.record_id
        where c.native_id = conversation.native_id and r.provider = conversation.provider) as due
    from conversation order by id`);
  for (const row of rows) {
    shown += row.messages;
    const found = conversationProblem(db, row);
    if (found === null) continue;
    const marked = row.due === 1 ? ' The next import makes it again from its originals.' : '';
    problems.push(problem(`${row.name}: ${found}${marked}`));
  }
  const stored = db.get<{ n: number }>(sql`select count(*) as n from message`)?.n ?? 0;
  if (stored !== shown) problems.push(problem(`There are ${stored} message rows, and the conversations count ${shown}.`));
  return problems;
}

function conversationProblem(db: Db, row: ConversationRow): string | null {
  const messages = db.all<MessageRow>(sql`
    select id, conversation_id, parent, words, part_codes, block, offset, length from message
    where id >= ${row.first_message} and id < ${row.first_message + row.messages} order by id`);
  if (messages.length !== row.messages) return `${row.messages} messages are counted, ${messages.length} are there.`;
  if (row.attached !== row.attachments) return `${row.attachments} attachments are counted, ${row.attached} are there.`;
  const packed = db.all<{ data: Uint8Array }>(sql`select data from block where conversation_id = ${row.id} order by number`);
  let words = 0;
  let open = -1;
  let bytes: Buffer = Buffer.alloc(0);
  for (const message of messages) {
    const index = message.id - row.first_message;
    if (message.conversation_id !== row.id) return `message ${index} belongs to another conversation.`;
    if (message.parent >= index) return `message ${index} comes before its parent.`;
    words += message.words;
    try {
      if (message.block !== open) {
        bytes = unpack(packed[message.block]?.data ?? new Uint8Array());
        open = message.block;
      }
      const parts = partsOf(bytes.toString('utf8', message.offset, message.offset + message.length));
      if (parts.length !== message.part_codes.length) return `message ${index} does not have the parts its row names.`;
    } catch (error) {
      return `message ${index} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  return words === row.words ? null : `${row.words} words are counted, ${words} are there.`;
}

/** Marks the records of damaged conversations due: the next import makes the conversations again from the originals. */
function resolveAgain(db: Db): void {
  const damaged = db
    .all<ConversationRow & { readonly provider: string; readonly native_id: string }>(
      sql`
      select id, provider, native_id, provider || ':' || native_id as name, first_message, messages, words, attachments,
        (select count(*) from attachment a where a.conversation_id = conversation.id) as attached from conversation`,
    )
    .filter((row) => conversationProblem(db, row) !== null);
  db.transaction(() => {
    for (const { id, provider, native_id } of damaged) {
      db.run(sql`insert into due select c.record_id from contribution c join record r on r.id = c.record_id
        where c.native_id = ${native_id} and c.current = 1 and +r.provider = ${provider} on conflict do nothing`);
      // No content has this hash, so what is resolved counts as changed.
      db.run(sql`update conversation set content_hash = zeroblob(32) where id = ${id}`);
    }
  });
}

function contributions(db: Db): readonly Finding[] {
  const unclaimed = db.all<{ name: string }>(sql`
    select v.provider || ':' || v.native_id as name from conversation v where not exists (
      select 1 from contribution c join record r on r.id = c.record_id
      where c.native_id = v.native_id and r.provider = v.provider
      and (c.current = 1 or exists (select 1 from due where due.record_id = c.record_id)))`);
  const unsourced = db.all<{ id: number }>(sql`
    select id from record where not exists (select 1 from source_record where record_id = record.id)`);
  const due = db.all<{ record_id: number }>(sql`select record_id from due`);
  return [
    ...unclaimed.map(({ name }) => problem(`No record stands behind ${name}.`)),
    ...unsourced.map(({ id }) => problem(`Record ${id} belongs to no source.`)),
    ...(due.length > 0 ? [note(`${due.length} records wait to be resolved; the next import does it.`)] : []),
  ];
}

function dropUnsourced(db: Db): void {
  for (;;) {
    const record = db.get<{ id: number }>(
      sql`select id from record where not exists (select 1 from source_record where record_id = record.id) limit 1`,
    );
    if (record === undefined) return;
    db.transaction(() => dropRecord(db, record.id));
  }
}

/** What leads from the figures of a receipt to conversations. */
function outcomes(db: Db): readonly Finding[] {
  const given = db.get<{ value: number }>(sql`select value from counter where name = 'conversation'`)?.value ?? 0;
  return db
    .all<{ id: number; run_id: number }>(
      sql`
      select id, run_id from outcome where case
        when not json_valid(conversations) or not json_valid(coalesce(places, '[]')) then 1
        else json_array_length(conversations) <> count or json_array_length(coalesce(places, conversations)) <> count
          or exists (select 1 from json_each(conversations) where type <> 'integer' or value < 0 or value > ${given}) end`,
    )
    .map(({ id, run_id }) => problem(`What import ${run_id} read cannot be listed (row ${id}).`));
}

function runs(dir: string, db: Db, locked: boolean): readonly Finding[] {
  if (!locked && holderOf(dir, 'import') !== null) return [];
  return db
    .all<{ id: number }>(sql`select id from run where status = 'running'`)
    .map(({ id }) => note(`Import ${id} was cut short; the next import marks it so.`));
}
