/**
 * Spike 1, text in blocks: where should a message's words live so that one million of them stay small, open quickly and
 * can be replaced? Results and the decision are in docs/adr/0001-text-in-blocks.md.
 *
 *   node bench/spikes/blocks.ts FOLDER [scale=1] [layout …]
 *
 * FOLDER receives one database per layout and is not cleaned up. Scale 1 is 2,110,000 messages: web 1,000,000, agent
 * 1,000,000, one conversation of 10,000 and one of 100,000.
 */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';

// ---- the sets -----------------------------------------------------------------------------------------------------------

interface Message {
  readonly key: string;
  readonly parent: number;
  readonly role: number;
  readonly time: number;
  readonly words: number;
  readonly kinds: number;
  readonly parts: string;
}
interface Conversation {
  readonly key: string;
  readonly title: string;
  readonly messages: readonly Message[];
  /** The bytes an export would hold for it. */
  readonly original: string;
}

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const syllables = 'ka lo mi ren ta su vel dor an ish per gra no ti bel cor ex um fa shi li on ter qua pre'.split(' ');
const vocabulary: readonly string[] = (() => {
  const random = generator(7);
  const pick = (): string => syllables[Math.floor(random() * syllables.length)] ?? 'a';
  const words = new Set<string>();
  while (words.size < 40_000) {
    const length = 1 + Math.floor(Math.log10(words.size + 1)) - (random() < 0.3 ? 1 : 0);
    words.add(Array.from({ length: Math.max(1, length) }, pick).join('') + (random() < 0.2 ? 's' : ''));
  }
  return [...words];
})();
const logSize = Math.log(vocabulary.length);

function prose(random: () => number, bytes: number): { text: string; words: number } {
  let text = '';
  let words = 0;
  while (text.length < bytes) {
    text += (words === 0 ? '' : words % 17 === 0 ? '. ' : ' ') + vocabulary[Math.floor(Math.exp(random() * logSize)) - 1];
    words++;
  }
  return { text, words };
}

function uuid(random: () => number): string {
  const hex = (n: number): string =>
    Math.floor(random() * 2 ** (n * 4))
      .toString(16)
      .padStart(n, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}

function webConversation(random: () => number, count: number): Conversation {
  const key = uuid(random);
  let time = 1.6e9 + Math.floor(random() * 1.5e8);
  const mapping: Record<string, unknown> = {};
  const messages: Message[] = [];
  let parentKey: string | null = null;
  for (let i = 0; i < count; i++) {
    const id = uuid(random);
    const { text, words } = prose(random, 100 + random() * 600);
    time += random() * 90;
    const user = i % 2 === 0;
    mapping[id] = {
      id,
      message: {
        id,
        author: { role: user ? 'user' : 'assistant', name: null, metadata: {} },
        create_time: time,
        update_time: null,
        content: { content_type: 'text', parts: [text] },
        status: 'finished_successfully',
        end_turn: user ? null : true,
        weight: 1,
        metadata: user
          ? { selected_sources: [], request_id: uuid(random), timestamp_: 'absolute', message_source: null }
          : {
              finish_details: { type: 'stop', stop_tokens: [200002] },
              model_slug: 'gpt-4o',
              request_id: uuid(random),
              parent_id: parentKey,
            },
        recipient: 'all',
        channel: null,
      },
      parent: parentKey,
      children: [],
    };
    messages.push({
      key: id,
      parent: i - 1,
      role: user ? 0 : 1,
      time: time * 1000,
      words,
      kinds: 1,
      parts: JSON.stringify([{ type: 'text', text }]),
    });
    parentKey = id;
  }
  const title = prose(random, 30).text;
  const original = JSON.stringify({
    title,
    create_time: time,
    update_time: time,
    mapping,
    current_node: parentKey,
    conversation_id: key,
    id: key,
  });
  return { key, title, messages, original };
}

function toolOutput(random: () => number): string {
  const lines: string[] = [];
  const folder = `src/${prose(random, 12).text.replaceAll(/[. ]+/g, '/')}`;
  const count = 3 + Math.floor(random() * random() * 90);
  for (let i = 0; i < count; i++)
    lines.push(`${folder}/${prose(random, 8).text.replaceAll(/[. ]+/g, '-')}.ts:${i * 7}:  ${prose(random, 30).text}`);
  return lines.join('\n');
}

function agentConversation(random: () => number, count: number): Conversation {
  const key = uuid(random);
  let time = 1.74e12 + Math.floor(random() * 2e10);
  const lines: string[] = [];
  const messages: Message[] = [];
  let parentKey: string | null = null;
  let call = '';
  for (let i = 0; i < count; i++) {
    const id = uuid(random);
    time += Math.floor(random() * 20_000);
    const kind = i % 20 === 0 ? 0 : i % 2 === 1 ? 1 : 2;
    const { text, words } = prose(random, kind === 2 ? 0 : 60 + random() * 200);
    let content: unknown;
    let parts: unknown;
    if (kind === 0) {
      content = text;
      parts = [{ type: 'text', text }];
    } else if (kind === 1) {
      call = `toolu_${uuid(random).replaceAll('-', '')}`;
      const input = { pattern: prose(random, 14).text, path: `src/${prose(random, 10).text}` };
      content = [
        { type: 'text', text },
        { type: 'tool_use', id: call, name: 'Grep', input },
      ];
      parts = [
        { type: 'text', text },
        { type: 'tool-call', callId: call, name: 'Grep', input },
      ];
    } else {
      const output = toolOutput(random);
      content = [{ tool_use_id: call, type: 'tool_result', content: output }];
      parts = [{ type: 'tool-result', callId: call, text: output, outcome: 'ok' }];
    }
    const usage = {
      input_tokens: 4,
      cache_creation_input_tokens: 900 + i,
      cache_read_input_tokens: i * 40,
      output_tokens: words,
      service_tier: 'standard',
    };
    lines.push(
      JSON.stringify({
        parentUuid: parentKey,
        isSidechain: false,
        userType: 'external',
        cwd: '/home/someone/projects/example',
        sessionId: key,
        version: '2.0.14',
        gitBranch: 'main',
        type: kind === 1 ? 'assistant' : 'user',
        message:
          kind === 1
            ? {
                id: `msg_${call.slice(6, 30)}`,
                type: 'message',
                role: 'assistant',
                model: 'claude-sonnet-4-5',
                content,
                stop_reason: 'tool_use',
                stop_sequence: null,
                usage,
              }
            : { role: 'user', content },
        uuid: id,
        timestamp: new Date(time).toISOString(),
      }),
    );
    messages.push({
      key: id,
      parent: i - 1,
      role: kind === 1 ? 1 : kind === 0 ? 0 : 2,
      time,
      words,
      kinds: 1 << kind,
      parts: JSON.stringify(parts),
    });
    parentKey = id;
  }
  return { key, title: prose(random, 30).text, messages, original: lines.join('\n') + '\n' };
}

function* archiveInput(scale: number): Generator<{ set: string; conversation: Conversation }> {
  const random = generator(42);
  for (let i = 0; i < 50_000 * scale; i++) yield { set: 'web', conversation: webConversation(random, 20) };
  yield { set: 'long', conversation: webConversation(random, 10_000) };
  yield { set: 'long', conversation: webConversation(random, 100_000) };
  for (let i = 0; i < 1_000 * scale; i++) yield { set: 'agent', conversation: agentConversation(random, 1_000) };
}

// ---- the layouts --------------------------------------------------------------------------------------------------------

interface Layout {
  readonly name: string;
  /** Text column in the row, or blocks of at most this many bytes before compression. */
  readonly block: number | 'row';
  readonly level: number;
  /** Several conversations may share a block. */
  readonly shared?: boolean;
  /** Blocks under 8 KB are compressed with a dictionary of sample text. */
  readonly dictionary?: boolean;
  /** Row id is conversation × 2^24 + position, so no (conversation, position) index is needed. */
  readonly composed?: boolean;
  /** The bytes as exported are kept, compressed. */
  readonly originals?: boolean;
  /** Full text is indexed too: messages with positions, conversations without. */
  readonly index?: boolean;
}

const layouts: readonly Layout[] = [
  { name: 'rows', block: 'row', level: 0 },
  { name: 'whole-1', block: Infinity, level: 1 },
  { name: 'own-64-1', block: 65_536, level: 1 },
  { name: 'own-64-3', block: 65_536, level: 3 },
  { name: 'own-128-3', block: 131_072, level: 3 },
  { name: 'own-256-1', block: 262_144, level: 1 },
  { name: 'own-256-3', block: 262_144, level: 3 },
  { name: 'shared-64-3', block: 65_536, level: 3, shared: true },
  { name: 'shared-256-3', block: 262_144, level: 3, shared: true },
  { name: 'own-64-3-dictionary', block: 65_536, level: 3, dictionary: true },
  { name: 'own-64-3-composed', block: 65_536, level: 3, composed: true },
  { name: 'archive-1', block: 65_536, level: 1, composed: true, originals: true, index: true },
  { name: 'archive-3', block: 65_536, level: 3, composed: true, originals: true, index: true },
];

const dictionaryBytes = ((): Buffer => {
  const random = generator(99);
  return Buffer.from(
    Array.from({ length: 40 }, () =>
      webConversation(random, 4)
        .messages.map((m) => m.parts)
        .join(''),
    ).join(''),
  ).subarray(0, 65_536);
})();

function compress(data: Buffer, layout: Layout): Buffer {
  const params = { [constants.ZSTD_c_compressionLevel]: layout.level };
  return zstdCompressSync(
    data,
    layout.dictionary === true && data.length < 8192 ? { params, dictionary: dictionaryBytes } : { params },
  );
}

const composedShift = 2 ** 24;

function run(layout: Layout, folder: string, scale: number): Record<string, string | number> {
  const file = join(folder, `${layout.name}.db`);
  for (const suffix of ['', '-wal', '-shm', '-index', '-index-wal', '-index-shm']) rmSync(file + suffix, { force: true });
  const db = new Database(file);
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = normal');
  db.exec(`
    create table conversation(id integer primary key, key text not null unique, title text not null, messages integer not null) strict;
    create table message(id integer primary key, conversation integer not null, position integer not null, key text not null, parent integer,
      role integer not null, origin integer not null, time integer, kinds integer not null, words integer not null, chars integer not null,
      block integer, start integer, length integer, parts text) strict;
    create table block(id integer primary key, conversation integer, bytes integer not null, data blob not null) strict;
    create index block_conversation on block(conversation);
    create table original(id integer primary key, conversation integer not null, bytes integer not null, data blob not null) strict;
  `);
  if (layout.composed !== true) db.exec('create index message_conversation on message(conversation, position)');
  const addConversation = db.prepare('insert into conversation(key, title, messages) values(?, ?, ?)');
  const addMessage = db.prepare('insert into message values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)');
  const addBlock = db.prepare('insert into block(id, conversation, bytes, data) values(?, ?, ?, ?)');
  const addOriginal = db.prepare('insert into original(conversation, bytes, data) values(?, ?, ?)');
  const index = layout.index === true ? new Database(`${file}-index`) : null;
  index?.exec(`pragma journal_mode = wal; pragma synchronous = normal;
    create virtual table m using fts5(text, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2");
    create virtual table c using fts5(text, content='', contentless_delete=1, detail=none);
    insert into m(m, rank) values('hashsize', 8000000); begin`);
  const indexMessage = index?.prepare('insert into m(rowid, text) values(?, ?)');
  const indexConversation = index?.prepare('insert into c(rowid, text) values(?, ?)');

  let blockId = 1;
  let nextMessage = 1;
  let open: string[] = [];
  let openBytes = 0;
  let compressed = 0;
  const flush = (conversation: number | null): void => {
    if (open.length === 0) return;
    const data = Buffer.from(open.join(''));
    const packed = compress(data, layout);
    addBlock.run(blockId++, conversation, data.length, packed);
    compressed += packed.length;
    open = [];
    openBytes = 0;
  };
  const write = (conversation: number, messages: readonly Message[]): void => {
    for (const [position, m] of messages.entries()) {
      const bytes = Buffer.byteLength(m.parts);
      const id = layout.composed === true ? conversation * composedShift + position : nextMessage++;
      if (layout.block === 'row') {
        addMessage.run(
          id,
          conversation,
          position,
          m.key,
          m.parent,
          m.role,
          0,
          Math.floor(m.time),
          m.kinds,
          m.words,
          bytes,
          null,
          null,
          null,
          m.parts,
        );
        continue;
      }
      if (openBytes > 0 && openBytes + bytes > layout.block) flush(layout.shared === true ? null : conversation);
      addMessage.run(
        id,
        conversation,
        position,
        m.key,
        m.parent,
        m.role,
        0,
        Math.floor(m.time),
        m.kinds,
        m.words,
        bytes,
        blockId,
        openBytes,
        bytes,
        null,
      );
      open.push(m.parts);
      openBytes += bytes;
    }
    if (layout.shared !== true) flush(conversation);
  };

  let inputBytes = 0;
  let textBytes = 0;
  let count = 0;
  let originalBytes = 0;
  let spent = 0;
  let indexSpent = 0;
  let pending = 0;
  const sample: Record<string, number[]> = { web: [], agent: [] };
  const long: number[] = [];
  const random = generator(5);
  let example: Conversation | null = null;
  for (const { set, conversation } of archiveInput(scale)) {
    inputBytes += Buffer.byteLength(conversation.original);
    let started = performance.now();
    if (pending === 0) db.exec('begin');
    const id = Number(addConversation.run(conversation.key, conversation.title, conversation.messages.length).lastInsertRowid);
    write(id, conversation.messages);
    if (layout.originals === true) {
      const data = Buffer.from(conversation.original);
      const packed = zstdCompressSync(data, { params: { [constants.ZSTD_c_compressionLevel]: layout.level } });
      addOriginal.run(id, data.length, packed);
      originalBytes += packed.length;
    }
    pending += conversation.messages.length;
    if (pending >= 2_000) {
      db.exec('commit');
      pending = 0;
    }
    spent += performance.now() - started;
    started = performance.now();
    if (indexMessage !== undefined && indexConversation !== undefined) {
      const texts = conversation.messages.map((m) => m.parts);
      for (const [position, text] of texts.entries()) indexMessage.run(id * composedShift + position, text);
      indexConversation.run(id, texts.join('\n'));
      if (id % 2_000 === 0) index?.exec('commit; begin');
    }
    indexSpent += performance.now() - started;
    for (const m of conversation.messages) textBytes += Buffer.byteLength(m.parts);
    count += conversation.messages.length;
    if (set === 'long') long.push(id);
    else sample[set]?.push(id);
    if (set === 'agent') example = conversation;
  }
  const ended = performance.now();
  flush(null);
  if (pending > 0) db.exec('commit');
  spent += performance.now() - ended;
  db.pragma('wal_checkpoint(truncate)');
  db.close();
  index?.exec('commit; pragma wal_checkpoint(truncate)');
  index?.close();

  // A fresh connection for every figure: an empty page cache of our own, the machine's cache warm.
  const fresh = (): Database.Database => new Database(file, { readonly: true });
  const outlineSql =
    layout.composed === true
      ? `select id, parent, role, origin, time, kinds, words, chars, block from message where id >= $c * ${composedShift} and id < ($c + 1) * ${composedShift} order by id`
      : 'select id, parent, role, origin, time, kinds, words, chars, block from message where conversation = $c order by position';
  const partsOf = (on: Database.Database): ((id: number) => string) => {
    const row = on.prepare<[number], { block: number; start: number; length: number; parts: string | null }>(
      'select block, start, length, parts from message where id = ?',
    );
    const block = on.prepare<[number], { bytes: number; data: Buffer }>('select bytes, data from block where id = ?');
    let held = { id: -1, data: Buffer.alloc(0) };
    return (id) => {
      const m = row.get(id);
      if (m === undefined) throw new Error(`no message ${id}`);
      if (m.parts !== null) return m.parts;
      if (held.id !== m.block) {
        const b = block.get(m.block);
        if (b === undefined) throw new Error(`no block ${m.block}`);
        held = {
          id: m.block,
          data: zstdDecompressSync(b.data, layout.dictionary === true && b.bytes < 8192 ? { dictionary: dictionaryBytes } : {}),
        };
      }
      return held.data.toString('utf8', m.start, m.start + m.length);
    };
  };
  const median = (times: readonly number[], q = 0.5): string => {
    const sorted = [...times].sort((a, b) => a - b);
    return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN).toFixed(2);
  };
  const openTimes = (id: number): { outline: string; window: string } => {
    const outline: number[] = [];
    const window: number[] = [];
    for (let k = 0; k < 5; k++) {
      const on = fresh();
      let started = performance.now();
      const rows = on.prepare<[{ c: number }], { id: number }>(outlineSql).all({ c: id });
      outline.push(performance.now() - started);
      started = performance.now();
      const parts = partsOf(on);
      for (const r of rows.slice(0, 50)) JSON.parse(parts(r.id));
      window.push(performance.now() - started);
      on.close();
    }
    return { outline: median(outline), window: median(window) };
  };
  const ten = openTimes(long[0] ?? 0);
  const hundred = openTimes(long[1] ?? 0);

  const reads: number[] = [];
  {
    const on = fresh();
    const parts = partsOf(on);
    const ids = on.prepare<[{ c: number }], { id: number }>(outlineSql);
    for (let k = 0; k < 1_000; k++) {
      const from = sample[k % 2 === 0 ? 'web' : 'agent'] ?? [];
      const rows = ids.all({ c: from[Math.floor(random() * from.length)] ?? 1 });
      const id = rows[Math.floor(random() * rows.length)]?.id ?? 1;
      const started = performance.now();
      JSON.parse(parts(id));
      reads.push(performance.now() - started);
    }
    on.close();
  }

  // Replace the messages of a 1,000-message session: with shared blocks the rest of each block must be carried over.
  const updates: number[] = [];
  if (example !== null && layout.shared !== true) {
    const on = new Database(file);
    on.pragma('synchronous = normal');
    const target = on.prepare<[string], { id: number }>('select id from conversation where key = ?').get(example.key)?.id ?? 0;
    const add = on.prepare('insert into message values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)');
    const put = on.prepare('insert into block(conversation, bytes, data) values(?, ?, ?)');
    const removeMessages = on.prepare(
      layout.composed === true
        ? `delete from message where id >= $c * ${composedShift} and id < ($c + 1) * ${composedShift}`
        : 'delete from message where conversation = $c',
    );
    const removeBlocks = on.prepare('delete from block where conversation = ?');
    for (let k = 0; k < 10; k++) {
      const messages = example.messages;
      const started = performance.now();
      on.transaction(() => {
        removeMessages.run({ c: target });
        removeBlocks.run(target);
        let at = 0;
        while (at < messages.length) {
          let bytes = 0;
          const from = at;
          while (
            at < messages.length &&
            (at === from ||
              typeof layout.block !== 'number' ||
              bytes + Buffer.byteLength(messages[at]?.parts ?? '') <= layout.block)
          )
            bytes += Buffer.byteLength(messages[at++]?.parts ?? '');
          const slice = messages.slice(from, at);
          const block =
            layout.block === 'row'
              ? null
              : Number(put.run(target, bytes, compress(Buffer.from(slice.map((m) => m.parts).join('')), layout)).lastInsertRowid);
          let start = 0;
          for (const [i, m] of slice.entries()) {
            const length = Buffer.byteLength(m.parts);
            const id = layout.composed === true ? target * composedShift + from + i : null;
            add.run(
              id,
              target,
              from + i,
              m.key,
              m.parent,
              m.role,
              0,
              Math.floor(m.time),
              m.kinds,
              m.words,
              length,
              block,
              start,
              length,
              block === null ? m.parts : null,
            );
            start += length;
          }
        }
      })();
      updates.push(performance.now() - started);
    }
    on.close();
  }
  const dbBytes = statSync(file).size;
  const indexBytes = layout.index === true ? statSync(`${file}-index`).size : 0;
  const mb = (n: number): string => (n / 1e6).toFixed(0);
  return {
    layout: layout.name,
    messages: count,
    'input MB': mb(inputBytes),
    'text MB': mb(textBytes),
    'db MB': mb(dbBytes),
    'db / input': (dbBytes / inputBytes).toFixed(3),
    'text blocks MB': mb(compressed),
    'originals MB': mb(originalBytes),
    'index MB': mb(indexBytes),
    'total / input': ((dbBytes + indexBytes) / inputBytes).toFixed(3),
    'write MB/s of input': (inputBytes / 1e3 / spent).toFixed(0),
    'index s': (indexSpent / 1e3).toFixed(1),
    'outline 10k ms': ten.outline,
    'outline 100k ms': hundred.outline,
    'window 10k ms': ten.window,
    'window 100k ms': hundred.window,
    'random p50 ms': median(reads),
    'random p95 ms': median(reads, 0.95),
    'update 1000 p50 ms': updates.length === 0 ? '–' : median(updates),
  };
}

const [folder, scale = '1', ...names] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node bench/spikes/blocks.ts FOLDER [scale] [layout …]');
mkdirSync(folder, { recursive: true });
let header = false;
for (const layout of layouts) {
  if (names.length > 0 && !names.includes(layout.name)) continue;
  const result = run(layout, folder, Number(scale));
  if (!header) console.log(`| ${Object.keys(result).join(' | ')} |\n|${' --- |'.repeat(Object.keys(result).length)}`);
  header = true;
  console.log(`| ${Object.values(result).join(' | ')} |`);
  for (const suffix of ['', '-wal', '-shm', '-index', '-index-wal', '-index-shm'])
    rmSync(join(folder, `${layout.name}.db${suffix}`), { force: true });
}
