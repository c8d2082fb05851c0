// Spike behind ADR 0002: a two-level full-text index at 1,000,000 messages.
//   node bench/spikes/search.ts terms                      speed of indexTerms
//   node bench/spikes/search.ts build DIR VARIANT [N]      N conversations (50000) of 20 messages
//   node bench/spikes/search.ts ask DIR VARIANT            figures per class of query; needs `bare` built too (texts are there)
//   node bench/spikes/search.ts facets                     counting over columns held in memory
// Variants: bare (one FTS5 table with unicode61), two13, two23, two123 (two levels; lengths of prefix indexes).
import Database from 'better-sqlite3';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { indexTerms } from '../../src/shared/query/index-terms.ts';

export const messagesPerConversation = 20;
const transactionMs = Number(process.env.TRANSACTION_MS ?? 1000);

// ---------------------------------------------------------------- generator

const stopWords =
  'the of and to a in is you that it for on with as this are be or can your if not have from an but by will at use do we which has was there when one all they more how what my would its like so then no some any should i get just into only other also out make want need about each them than code file data function value example using used new time first set see'.split(
    ' ',
  );
const starts = 'b br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sc sh sl sp st str t th tr v w wh'.split(' ');
const middles = 'a ai e ea ee i ie o oa oo ou u y'.split(' ');
const ends = 'b ck d ft g l ll m mp n nd ng nt p r rd rk rm rn rt s sh sk sp ss st t th x'.split(' ');
const suffixes = ['', '', '', 's', 'ed', 'ing', 'er', 'ly', 'tion', 'ment', 'able', 'ness', 'ity', 'ive', 'al'];
const identifiers = [
  'std::vector',
  'std::unordered_map',
  '/usr/local',
  '/usr/local/bin/node',
  'v1.2.3',
  'C++',
  'C#',
  'user_name',
  'getUserName',
  'foo-bar',
  'HTTPServer',
  'src/main/app.ts',
  "don't",
  'example.com',
  'node_modules',
  '2026-01-22',
  'useEffect',
  'np.array',
  'README.md',
  'café',
  'Łódź',
];
const cjk = [
  'これは日本語の文です。',
  '检索增强生成的基本原理是什么？',
  '데이터베이스를 검색합니다.',
  '全文検索エンジンを比較する',
  '东京的天气很好',
];
const emoji = ['😀', '🚀', '👍🏽', '✅'];

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** An element that is known to be there. */
function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`nothing at ${index}`);
  return value;
}

export const vocabulary: readonly string[] = makeVocabulary(300_000);

function makeVocabulary(size: number): string[] {
  const next = random(7);
  const pick = (list: readonly string[]) => at(list, Math.floor(next() * list.length));
  const words = new Set(stopWords);
  while (words.size < size) {
    const syllables = words.size < 3000 ? 1 : words.size < 30_000 ? 1 + Math.floor(next() * 2) : 1 + Math.floor(next() * 3);
    let word = '';
    for (let n = 0; n < syllables; n++)
      word += pick(starts) + pick(middles) + (n + 1 === syllables && next() < 0.7 ? pick(ends) : '');
    words.add(next() < 0.4 ? word + pick(suffixes) : word);
  }
  return [...words];
}

const table = makeTable();
function makeTable(): Uint32Array {
  const weights = new Float64Array(vocabulary.length);
  let sum = 0;
  for (let rank = 0; rank < weights.length; rank++) weights[rank] = sum += 1 / (rank + 3) ** 1.03;
  const result = new Uint32Array(1 << 21);
  let rank = 0;
  for (let n = 0; n < result.length; n++) {
    while (at(weights, rank) < ((n + 0.5) / result.length) * sum) rank++;
    result[n] = rank;
  }
  return result;
}

export interface Generated {
  readonly id: number;
  readonly title: string;
  readonly messages: readonly string[];
}

export function conversation(id: number): Generated {
  const next = random(id * 2654435761);
  const pick = <T>(list: readonly T[]) => at(list, Math.floor(next() * list.length));
  const topic = Array.from({ length: 25 }, () => at(vocabulary, 100 + Math.floor(next() ** 2 * 40_000)));
  const messages: string[] = [];
  for (let n = 0; n < messagesPerConversation; n++) {
    const length = 150 + Math.floor(next() * 500);
    let text = '';
    let sentence = 0;
    while (text.length < length) {
      const dice = next();
      let word =
        dice < 0.12
          ? pick(topic)
          : dice < 0.985
            ? at(vocabulary, at(table, Math.floor(next() * table.length)))
            : dice < 0.99
              ? at(vocabulary, Math.floor(next() * vocabulary.length))
              : dice < 0.9975
                ? pick(identifiers)
                : dice < 0.999
                  ? pick(cjk)
                  : pick(emoji);
      if (sentence === 0) word = word.charAt(0).toUpperCase() + word.slice(1);
      sentence++;
      if (sentence > 6 && next() < 0.12) {
        text += word + '. ';
        sentence = 0;
      } else text += word + (next() < 0.05 ? ', ' : ' ');
    }
    messages.push(text.trim());
  }
  const title = Array.from({ length: 4 }, () =>
    next() < 0.6 ? pick(topic) : at(vocabulary, at(table, Math.floor(next() * table.length))),
  ).join(' ');
  return { id, title, messages };
}

// ---------------------------------------------------------------- build

const levels = (prefix: string) => `
  create virtual table msg using fts5(text, content='', contentless_delete=1, tokenize='ascii');
  create virtual table conv using fts5(text, content='', contentless_delete=1, detail=none, prefix='${prefix}', tokenize='ascii');
  create virtual table title using fts5(text, content='', contentless_delete=1, detail=none, prefix='${prefix}', tokenize='ascii')`;

const schema: Readonly<Record<string, string>> = {
  bare: `create virtual table msg using fts5(text, content='')`,
  two13: levels('1 3'),
  two23: levels('2 3'),
  two123: levels('1 2 3'),
};

function build(dir: string, variant: string, count: number): void {
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `${variant}.db`);
  for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
  const db = new Database(file);
  db.pragma('auto_vacuum = incremental');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('journal_size_limit = 67108864');
  db.exec(schema[variant] ?? '');
  db.exec('create table block(id integer primary key, bytes blob)');
  const has = (name: string) => db.prepare('select 1 from sqlite_schema where name = ?').get(name) !== undefined;
  const tables = ['msg', 'conv', 'title'].filter(has);
  for (const name of tables) {
    db.exec(`insert into ${name}(${name}, rank) values('hashsize', ${Number(process.env.HASHSIZE ?? 67108864)})`);
    db.exec(`insert into ${name}(${name}, rank) values('automerge', 0)`);
    db.exec(`insert into ${name}(${name}, rank) values('crisismerge', 1999)`);
  }
  const msg = has('msg') ? db.prepare('insert into msg(rowid, text) values(?, ?)') : undefined;
  const conv = has('conv') ? db.prepare('insert into conv(rowid, text) values(?, ?)') : undefined;
  const title = has('title') ? db.prepare('insert into title(rowid, text) values(?, ?)') : undefined;
  const block = variant === 'bare' ? db.prepare('insert into block values(?, ?)') : undefined;
  let bytes = 0;
  const spent = { generate: 0, terms: 0, msg: 0, conv: 0, commit: 0, merge: 0, vacuum: 0 };
  const timed = (key: keyof typeof spent, from: number) => {
    const now = performance.now();
    spent[key] += now - from;
    return now;
  };
  db.exec('begin');
  let began = performance.now();
  for (let id = 1; id <= count; id++) {
    let since = performance.now();
    const made = conversation(id);
    since = timed('generate', since);
    const terms = variant === 'bare' ? made.messages : made.messages.map(indexTerms);
    const titleTerms = indexTerms(made.title);
    for (const text of made.messages) bytes += text.length;
    since = timed('terms', since);
    if (msg) for (let n = 0; n < terms.length; n++) msg.run(id * messagesPerConversation + n, terms[n]);
    since = timed('msg', since);
    if (conv) {
      conv.run(id, `${titleTerms}\n${terms.join('\n')}`);
    }
    title?.run(id, titleTerms);
    since = timed('conv', since);
    if (block) block.run(id, zstdCompressSync(JSON.stringify(made)));
    if (performance.now() - began > transactionMs) {
      const from = performance.now();
      db.exec('commit');
      timed('commit', from);
      db.exec('begin');
      began = performance.now();
    }
  }
  db.exec('commit');
  const from = performance.now();
  const steps: number[] = [];
  for (const name of tables) {
    db.exec(`insert into ${name}(${name}, rank) values('usermerge', 2)`);
    for (;;) {
      const before = db.prepare('select total_changes() n').pluck().get() as number;
      const t = performance.now();
      db.exec(`insert into ${name}(${name}, rank) values('merge', 200)`);
      steps.push(performance.now() - t);
      if ((db.prepare('select total_changes() n').pluck().get() as number) - before < 2) break;
    }
  }
  const merged = timed('merge', from);
  const freed = db.pragma('freelist_count', { simple: true });
  for (let n = Number(freed); n > 0; n -= 2000) db.pragma('incremental_vacuum(2000)');
  timed('vacuum', merged);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const segments = Object.fromEntries(
    tables.map((name) => [name, db.prepare(`select count(distinct segid) from ${name}_idx`).pluck().get()]),
  );
  const size = Object.fromEntries(
    tables.map((name) => [
      name,
      Math.round((db.prepare(`select sum(length(block)) from ${name}_data`).pluck().get() as number) / 1e6),
    ]),
  );
  db.close();
  steps.sort((a, b) => a - b);
  console.log(
    JSON.stringify({
      variant,
      count,
      freed,
      textMB: Math.round(bytes / 1e6),
      fileMB: Math.round(statSync(file).size / 1e6),
      size,
      segments,
      spent: Object.fromEntries(Object.entries(spent).map(([k, v]) => [k, Math.round(v)])),
      mergeSteps: steps.length,
      mergeP99: steps[Math.floor(steps.length * 0.99)],
    }),
  );
}

function terms(): void {
  const texts: string[] = [];
  for (let id = 1; id <= 1500; id++) texts.push(...conversation(id).messages);
  const ascii = texts.filter((text) => /^[\x00-\x7f]*$/.test(text));
  const rest = texts.filter((text) => !/^[\x00-\x7f]*$/.test(text));
  for (const [name, list] of [
    ['ascii', ascii],
    ['with others', rest],
    ['all', texts],
    ['ascii again', ascii],
  ] as const) {
    const bytes = list.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    const from = performance.now();
    let out = 0;
    for (const text of list) out += indexTerms(text).length;
    console.log(
      name,
      (bytes / 1e6).toFixed(1),
      'MB',
      (bytes / 1e3 / (performance.now() - from)).toFixed(0),
      'MB/s',
      'grows',
      (out / bytes).toFixed(3),
    );
  }
}

// ---------------------------------------------------------------- ask

interface Leaf {
  /** FTS5 expressions at both levels. */
  readonly conversation: string;
  readonly message: string;
}

interface Question {
  readonly text: string;
  /** Leaves that must be there; together they are ranked by their messages. */
  readonly all: readonly Leaf[];
  readonly not?: readonly Leaf[];
  /** The words are neighbours: the message level decides what is found. */
  readonly phrase?: boolean;
  /** Shows what to look for in a text. */
  readonly words: readonly string[];
}

const messagesAtMost = 200_000;
const slice = 100_000;

/** Evidence in messages, in slices of row ids; null when every fifth message has it and it says nothing. */
function evidence(db: Database.Database, match: string, last: number, atMost: number): number[] | null {
  const statement = db
    .prepare('select rowid from msg where msg match ? and rowid >= cast(? as integer) and rowid < cast(? as integer)')
    .pluck();
  const found: number[] = [];
  for (let from = 0; from <= last; from += slice) {
    const rows = statement.all(match, from, from + slice) as number[];
    for (const row of rows) found.push(row);
    if (found.length > atMost) return null;
  }
  return found;
}

function bump(list: Float32Array | Uint32Array, index: number, by: number): void {
  list[index] = (list[index] ?? 0) + by;
}

function answer(db: Database.Database, blocks: Database.Database, question: Question): { total: number; shown: number } {
  const last = messagesPerConversation * 50_001;
  const conjunction = question.all.map((leaf) => leaf.conversation).join(' AND ');
  const match = (question.not ?? []).reduce((left, leaf) => `(${left}) NOT ${leaf.conversation}`, conjunction);
  const score = new Float32Array(50_002);
  let set = db.prepare('select rowid from conv where conv match ?').pluck().all(match) as number[];
  // Words in one message, and close together.
  const together = question.all.map((leaf) => leaf.message).join(' AND ');
  const wide = question.all.some((leaf) => leaf.conversation.endsWith('*')) && set.length > 5000;
  const rows = wide ? null : evidence(db, together, last, question.phrase ? Infinity : messagesAtMost);
  for (const row of rows ?? []) bump(score, Math.floor(row / messagesPerConversation), 1);
  if (question.phrase) set = set.filter((id) => at(score, id) > 0);
  let close: number[] | null = null;
  if (rows !== null && question.all.length > 1 && !question.phrase && rows.length < messagesAtMost) {
    close = evidence(db, `NEAR(${question.words.map((word) => `"${word}"`).join(' ')}, 10)`, last, messagesAtMost);
    for (const row of close ?? []) bump(score, Math.floor(row / messagesPerConversation), 4);
  }
  const titled = db.prepare('select rowid from title where title match ?').pluck().all(conjunction) as number[];
  for (const id of titled) bump(score, id, 10);
  const keys = new Float64Array(set.length);
  for (let n = 0; n < keys.length; n++) {
    const id = at(set, n);
    keys[n] = Math.round((at(score, id) / (at(score, id) + 3)) * 1e6) * 1e7 + id;
  }
  keys.sort();
  const page: number[] = [];
  for (let n = keys.length - 1; n >= 0 && page.length < 50; n--) page.push(at(keys, n) % 1e7);
  // Passages: a message known to match, else the first that has one of the words.
  const inside = db
    .prepare('select rowid from msg where msg match ? and rowid >= cast(? as integer) and rowid < cast(? as integer) limit 1')
    .pluck();
  const block = blocks.prepare('select bytes from block where id = ?').pluck();
  const pattern = new RegExp(`(^|[^a-z0-9])(${question.words.join('|')})`, 'i');
  let shown = 0;
  for (const id of page) {
    const from = id * messagesPerConversation;
    let row = close?.find((candidate) => candidate >= from && candidate < from + messagesPerConversation);
    row ??= wide ? undefined : (inside.get(together, from, from + messagesPerConversation) as number | undefined);
    row ??= wide
      ? undefined
      : (inside.get(question.all.map((leaf) => leaf.message).join(' OR '), from, from + messagesPerConversation) as
          number | undefined);
    const made = JSON.parse(zstdDecompressSync(block.get(id) as Buffer).toString()) as Generated;
    const text = row === undefined ? made.messages.find((candidate) => pattern.test(candidate)) : made.messages[row - from];
    if (text !== undefined && pattern.test(text)) shown++;
  }
  return { total: set.length, shown };
}

function ask(dir: string, variant: string): void {
  const db = new Database(join(dir, `${variant}.db`), { readonly: true });
  const bare = new Database(join(dir, 'bare.db'), { readonly: true });
  for (const one of [db, bare]) one.pragma(`cache_size = ${process.env.CACHE ?? '-32000'}`);
  const next = random(99);
  const word = (from: number, to: number) => at(vocabulary, from + Math.floor(next() * (to - from)));
  const leaf = (term: string): Leaf => ({ conversation: `"${term}"`, message: `"${term}"` });
  const plain = (...words: string[]): Question => ({
    text: words.map((one) => `"${one}"`).join(' AND '),
    all: words.map(leaf),
    words,
  });
  const prefix = (length: number): Question => {
    const term = word(0, 20_000).slice(0, length);
    return { text: `${term}*`, all: [{ conversation: `${term}*`, message: `${term}*` }], words: [term] };
  };
  const classes: Readonly<Record<string, () => Question>> = {
    'rare word': () => plain(word(20_000, 200_000)),
    'common word': () => plain(word(60, 1500)),
    'AND of two': () => plain(word(60, 1500), word(60, 1500)),
    'common AND stop word': () => plain(word(60, 1500), word(0, 12)),
    NOT: () => {
      const a = word(60, 1500);
      const b = word(60, 1500);
      return { text: `"${a}" NOT "${b}"`, all: [leaf(a)], not: [leaf(b)], words: [a] };
    },
    'three-letter prefix': () => prefix(3),
    'stop word': () => plain(word(0, 30)),
    'two stop words': () => plain(word(0, 30), word(0, 30)),
    'phrase of frequent words': () => {
      const a = word(0, 30);
      const b = word(0, 30);
      return {
        text: `"${a} ${b}"`,
        all: [{ conversation: `"${a}" AND "${b}"`, message: `"${a} ${b}"` }],
        words: [a, b],
        phrase: true,
      };
    },
    'two-letter prefix': () => prefix(2),
    'one-letter prefix': () => prefix(1),
  };
  const quantile = (list: number[], share: number) =>
    at(
      list.sort((a, b) => a - b),
      Math.min(list.length - 1, Math.floor(list.length * share)),
    ).toFixed(1);
  console.log('class | p50 | p95 | total p95 | bare p50 | bare p95 | median found');
  for (const [name, make] of Object.entries(classes)) {
    const took: number[] = [];
    const totals: number[] = [];
    const plainly: number[] = [];
    const found: number[] = [];
    for (let n = 0; n < 40; n++) {
      const question = make();
      let from = performance.now();
      const got = answer(db, bare, question);
      took.push(performance.now() - from);
      found.push(got.total);
      from = performance.now();
      if (question.phrase) evidence(db, at(question.all, 0).message, messagesPerConversation * 50_001, Infinity);
      else
        db.prepare('select count(*) from conv where conv match ?')
          .pluck()
          .get(
            (question.not ?? []).reduce(
              (left, one) => `(${left}) NOT ${one.conversation}`,
              question.all.map((one) => one.conversation).join(' AND '),
            ),
          );
      totals.push(performance.now() - from);
      if (n % 4 === 0) {
        from = performance.now();
        bare.prepare('select rowid from msg where msg match ? order by rank limit 50').pluck().all(question.text);
        plainly.push(performance.now() - from);
      }
    }
    console.log(
      `${name} | ${quantile(took, 0.5)} | ${quantile(took, 0.95)} | ${quantile(totals, 0.95)} | ${quantile(plainly, 0.5)} | ${quantile(plainly, 0.95)} | ${quantile(found, 0.5)}`,
    );
  }
}

// ---------------------------------------------------------------- facets

function facets(): void {
  const count = 50_000;
  const next = random(3);
  const columns = [5, 40, 300, 12, 2, 2, 2, 2].map((values) => Uint16Array.from({ length: count }, () => next() ** 2 * values));
  const days = Int32Array.from({ length: count }, () => 19_000 + next() * 1000);
  for (const share of [1, 0.1]) {
    const set = Uint32Array.from(Array.from({ length: count }, (_, id) => id).filter(() => next() < share));
    const took: number[] = [];
    for (let n = 0; n < 40; n++) {
      const from = performance.now();
      for (const column of columns) {
        const counts = new Uint32Array(512);
        for (const id of set) bump(counts, at(column, id), 1);
      }
      const buckets = new Map<number, number>();
      for (const id of set) buckets.set(at(days, id), (buckets.get(at(days, id)) ?? 0) + 1);
      took.push(performance.now() - from);
    }
    took.sort((a, b) => a - b);
    console.log(
      `${set.length} conversations, 8 facets and days: p50 ${at(took, 20).toFixed(1)} p95 ${at(took, 38).toFixed(1)} ms`,
    );
  }
}

const [, , command, dir = '/tmp/spike-search', variant = 'two', count = '50000'] = process.argv;
if (command === 'terms') terms();
if (command === 'build') build(dir, variant, Number(count));
if (command === 'ask') ask(dir, variant);
if (command === 'facets') facets();
