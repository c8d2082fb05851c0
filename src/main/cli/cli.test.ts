import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import yazl from 'yazl';
import { sharedFolder } from '../archive/temporary-folder.ts';

/** The program itself, as a person starts it, on real files: what it prints, where, and how it ends. */

const entry = join(import.meta.dirname, '../cli.ts');
const dir = sharedFolder();
let archive = '';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(
  args: readonly string[],
  env: Record<string, string> = {},
): { readonly child: ReturnType<typeof spawn>; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [entry, ...args], {
    env: { ...process.env, POLYLOGUE_ARCHIVE: archive, ...env },
    detached: process.platform !== 'win32',
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() })),
  );
  return { child, ended };
}

/** Ctrl+C, which a terminal sends to the program and to every process that it started. */
function interrupt({ pid }: ReturnType<typeof spawn>): void {
  if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGINT');
}

const polylogue = (...args: string[]): Promise<Ended> => start(args).ended;

/** JSON that the assertions look into. */
type Value = ReturnType<typeof JSON.parse>;

/** What `--json` printed; fails when there is anything but one document. */
async function json(
  ...args: string[]
): Promise<{ readonly code: number | null; readonly value: Value; readonly stderr: string }> {
  const { code, stdout, stderr } = await polylogue(...args);
  return { code, value: JSON.parse(stdout), stderr };
}

const node = (id: string, parent: string | null, children: readonly string[], message: object | null): object => ({
  id,
  parent,
  children,
  message,
});
const said = (id: string, role: string, text: string, time: number, metadata: object = {}): object => ({
  id,
  author: { role, name: null, metadata: {} },
  create_time: time,
  update_time: null,
  content: { content_type: 'text', parts: [text] },
  status: 'finished_successfully',
  end_turn: true,
  weight: 1,
  metadata,
  recipient: 'all',
});

const march = Date.UTC(2025, 2, 1, 10) / 1000;

/** A ChatGPT conversation with a question, an answer that was asked for again, and what came of it. */
const chatgpt = (id: string, title: string, question: string): object => ({
  title,
  create_time: march,
  update_time: march + 60,
  mapping: {
    [`${id}-root`]: node(`${id}-root`, null, [`${id}-q`], null),
    [`${id}-q`]: node(`${id}-q`, `${id}-root`, [`${id}-a1`, `${id}-a2`], said(`${id}-q`, 'user', question, march)),
    [`${id}-a1`]: node(
      `${id}-a1`,
      `${id}-q`,
      [],
      said(`${id}-a1`, 'assistant', 'The abandoned answer.', march + 10, { model_slug: 'gpt-4o' }),
    ),
    [`${id}-a2`]: node(
      `${id}-a2`,
      `${id}-q`,
      [],
      said(`${id}-a2`, 'assistant', 'The *kept* answer.', march + 20, { model_slug: 'gpt-4o' }),
    ),
  },
  moderation_results: [],
  current_node: `${id}-a2`,
  conversation_id: id,
  id,
});

const conversations = [
  chatgpt('68a10000-0000-4000-8000-000000000001', 'Decorators in Python', 'How do Python decorators work?'),
  chatgpt('68a10000-0000-4000-8000-000000000002', 'Soup: a recipe?', 'A recipe for soup, please.'),
];

const session = 'aaaaaaaa-0000-4000-8000-000000000001';
const logLine = (uuid: string, parentUuid: string | null, type: string, minute: number, message: object): string =>
  JSON.stringify({
    parentUuid,
    isSidechain: false,
    userType: 'external',
    cwd: '/home/me/project',
    sessionId: session,
    version: '2.0.0',
    gitBranch: 'main',
    type,
    message,
    uuid,
    timestamp: new Date(Date.UTC(2025, 4, 1, 10, minute)).toISOString(),
  });
const log = [
  logLine('u1', null, 'user', 0, { role: 'user', content: 'List the files' }),
  logLine('a1', 'u1', 'assistant', 1, {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4',
    content: [{ type: 'thinking', thinking: 'I should run ls.', signature: 'x' }],
    usage: { input_tokens: 5, output_tokens: 9 },
  }),
  logLine('a2', 'a1', 'assistant', 1, {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4',
    content: [{ type: 'tool_use', id: 'toolu_1', name: 'Bash', input: { command: 'ls' } }],
    usage: { input_tokens: 5, output_tokens: 9 },
  }),
  logLine('u2', 'a2', 'user', 2, {
    role: 'user',
    content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'secret-listing.txt' }],
  }),
  logLine('a3', 'u2', 'assistant', 3, {
    id: 'msg_2',
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4',
    content: [{ type: 'text', text: 'There is one file.' }],
    usage: { input_tokens: 7, output_tokens: 5 },
  }),
];

async function zipOf(path: string, files: Readonly<Record<string, string>>): Promise<string> {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

function fileAt(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

let exportZip = '';
let logs = '';

beforeAll(async () => {
  archive = join(dir, 'archive');
  exportZip = await zipOf(join(dir, 'chatgpt.zip'), {
    'conversations.json': JSON.stringify(conversations),
    'user.json': '{"id":"user-1"}',
  });
  logs = join(dir, 'projects');
  fileAt(join(logs, '-home-me-project', `${session}.jsonl`), `${log.join('\n')}\n`);
  const { code, stdout, stderr } = await polylogue('import', exportZip, logs);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('ChatGPT');
});

describe('import', () => {
  test('the same again reads nothing and adds nothing, and the receipt adds up', async () => {
    const { code, value } = await json('import', exportZip, logs, '--json');
    expect(code).toBe(0);
    expect(value.status).toBe('completed');
    expect(value.inputs.map((input: { skipped: string }) => input.skipped)).toEqual(['unchanged', 'unchanged']);
    expect(value.totals.conversations).toEqual({
      read: 3,
      added: 0,
      updated: 0,
      unchanged: 3,
      hidden: 0,
      ignored: 0,
      quarantined: 0,
    });
  });

  test('a dry run prints the receipt and makes no archive', async () => {
    const none = join(dir, 'none');
    const { code, value } = await json('import', exportZip, '--dry-run', '--json', '--archive', none);
    expect(code).toBe(0);
    expect(value.totals.conversations.added).toBe(2);
    expect(existsSync(none)).toBe(false);
  });

  test('what is no export is named as such', async () => {
    const picture = fileAt(join(dir, 'holiday.jpg'), '\u0000\u0001 no export');
    expect(await polylogue('import', picture, '--archive', join(dir, 'other'))).toMatchObject({ code: 1 });
    const both = await json('import', picture, exportZip, '--json', '--archive', join(dir, 'other'));
    expect(both.code).toBe(3);
    expect(both.value.inputs.find((input: { provider: string | null }) => input.provider === null).reason).toBeTruthy();
  });

  test('a broken record is quarantined and the rest goes on', async () => {
    const broken = fileAt(
      join(dir, 'broken', 'conversations.json'),
      `[${JSON.stringify(conversations[0])},{"mapping": broken},${JSON.stringify(conversations[1])}]`,
    );
    const { code, value } = await json('import', dirname(broken), '--json', '--archive', join(dir, 'quarantine'));
    expect(code).toBe(3);
    expect(value.totals.conversations).toMatchObject({ read: 3, added: 2, quarantined: 1 });
  });
});

describe('import, interrupted', () => {
  test('stops at once, loses nothing that was stored, and the same again completes it', async () => {
    const many = Array.from({ length: 4000 }, (_, number) =>
      chatgpt(`c${number}`, `Title ${number}`, 'words and more words '.repeat(300)),
    );
    const large = await zipOf(join(dir, 'large.zip'), { 'conversations.json': JSON.stringify(many) });
    const into = join(dir, 'interrupted');
    const { child, ended } = start(['import', large, '--json', '--archive', into]);
    while (!existsSync(join(into, 'import.lock'))) await setTimeout(20);
    interrupt(child);
    const { code, stdout } = await ended;
    expect(code).toBe(1);
    if (stdout !== '') expect(JSON.parse(stdout).status).toBe('cancelled');
    const { value: runs } = await json('runs', '--json', '--archive', into);
    for (const run of runs) expect(run.status).toBe('cancelled');
    expect((await json('doctor', '--json', '--archive', into)).value.ok).toBe(true);
    const again = await json('import', large, '--json', '--archive', into);
    expect(again).toMatchObject({ code: 0, value: { totals: { conversations: { read: 4000, quarantined: 0 } } } });

    // An export of all that, interrupted too.
    const out = join(dir, 'interrupted-export');
    mkdirSync(out);
    const exporting = start(['export', '--to', join(out, 'all.zip'), '--archive', into]);
    while (readdirSync(out).length === 0) await setTimeout(5);
    interrupt(exporting.child);
    expect(await exporting.ended).toMatchObject({ code: 1, stderr: expect.stringContaining('cancelled') });
    expect(readdirSync(out)).toEqual([]);
  });

  test('watching goes on with what is added, until interrupted', async () => {
    const watched = join(dir, 'watched');
    fileAt(join(watched, 'a', 'conversations.json'), JSON.stringify([conversations[0]]));
    const { child, ended } = start(['import', watched, '--watch', '--json', '--archive', join(dir, 'watching')]);
    const receipts: string[] = [];
    const next = (): Promise<unknown> => new Promise((resolve) => child.stdout?.once('data', resolve));
    child.stdout?.on('data', (chunk: Buffer) => receipts.push(chunk.toString()));
    await next();
    const second = next();
    fileAt(join(watched, 'b', 'conversations.json'), JSON.stringify([conversations[1]]));
    await second;
    interrupt(child);
    expect((await ended).code).toBe(0);
    const added = receipts.map((receipt) => JSON.parse(receipt).totals.conversations.added);
    expect(added).toEqual([1, 1]);
  });
});

describe.concurrent('view', () => {
  test('conversation rows hold exactly what the page says', async () => {
    const { code, value } = await json('view', '--json');
    expect(code).toBe(0);
    expect(value.map((row: { id: string }) => row.id)).toEqual(
      [
        `claude-code:${session}`,
        'chatgpt:68a10000-0000-4000-8000-000000000002',
        'chatgpt:68a10000-0000-4000-8000-000000000001',
      ].sort(
        (a, b) => value.findIndex((row: { id: string }) => row.id === a) - value.findIndex((row: { id: string }) => row.id === b),
      ),
    );
    const decorators = value.find((row: { title: string }) => row.title === 'Decorators in Python');
    expect(decorators).toMatchObject({
      provider: 'chatgpt',
      createdAt: '2025-03-01T10:00:00.000Z',
      messages: 3,
      userMessages: 1,
      branches: 2,
      models: ['gpt-4o'],
    });
  });

  test('a query finds, and the shorthands narrow it', async () => {
    expect((await json('view', 'decorators', '--json')).value).toHaveLength(1);
    expect((await json('view', 'recipe', '--provider', 'codex', '--json')).value).toEqual([]);
    expect(
      (await json('view', '--provider', 'chatgpt', '--since', '2025-03-01', '--until', '2025-03-02', '--json')).value,
    ).toHaveLength(2);
    expect((await json('view', '-decorators', '--provider', 'chatgpt', '--json')).value).toHaveLength(1);
  });

  test('fields are projected, presets too', async () => {
    expect((await json('view', 'decorators', '--json', '--fields', 'title,messages')).value).toEqual([
      { title: 'Decorators in Python', messages: 3 },
    ]);
    const minimal = await polylogue('view', 'decorators', '--format', 'csv', '--fields', 'minimal');
    expect(minimal.stdout).toBe(
      'id,title,createdAt\r\nchatgpt:68a10000-0000-4000-8000-000000000001,Decorators in Python,2025-03-01T10:00:00.000Z\r\n',
    );
  });

  test('message rows: every branch, parents, what is read', async () => {
    const { value } = await json('view', 'messages', '--id', 'chatgpt:68a10000-0000-4000-8000-000000000001', '--json');
    expect(
      value.map((row: { role: string; text: string; onActivePath: boolean }) => [row.role, row.text, row.onActivePath]),
    ).toEqual([
      ['user', 'How do Python decorators work?', true],
      ['assistant', 'The abandoned answer.', false],
      ['assistant', 'The *kept* answer.', true],
    ]);
    expect(value[2].parentId).toBe(value[0].id);
    const active = await json(
      'view',
      'messages',
      '--id',
      'chatgpt:68a10000-0000-4000-8000-000000000001',
      '--json',
      '--branches',
      'active',
    );
    expect(active.value).toHaveLength(2);
  });

  test('messages are chosen by words, by role and by both', async () => {
    const texts = async (...args: string[]): Promise<readonly string[]> => {
      const { value } = await json('view', 'messages', ...args, '--json', '--fields', 'text');
      return value.map((row: { text: string }) => row.text);
    };
    expect(await texts('decorators')).toEqual(['How do Python decorators work?']);
    expect(await texts('--role', 'user', '--provider', 'chatgpt', '--sort', 'oldest').then((found) => [...found].sort())).toEqual(
      ['A recipe for soup, please.', 'How do Python decorators work?'],
    );
  });

  test('transforms hide parts and count what they hid', async () => {
    const all = await json('view', 'messages', '--provider', 'claude-code', '--json');
    const stripped = await json(
      'view',
      'messages',
      '--provider',
      'claude-code',
      '--json',
      '--transform',
      'strip-thinking',
      '--transform',
      'strip-tools',
    );
    const types = (rows: readonly { parts: readonly { type: string }[] }[]): readonly string[] =>
      rows.flatMap((row) => row.parts.map((part) => part.type));
    expect(types(all.value)).toEqual(['text', 'thinking', 'tool-call', 'tool-result', 'text']);
    expect(types(stripped.value)).toEqual(['text', 'text']);
    expect(JSON.stringify(stripped.value)).not.toContain('secret-listing');
    expect(stripped.value.flatMap((row: { hiddenParts: object }) => Object.keys(row.hiddenParts)).sort()).toEqual([
      'thinking part',
      'tool call',
      'tool result',
    ]);
  });

  test('Markdown and text are the conversations themselves', async () => {
    const markdown = await polylogue('view', 'decorators', '--format', 'markdown');
    expect(markdown.stdout).toMatch(/^---\ntitle: "Decorators in Python"\n/);
    expect(markdown.stdout).toContain('## User · 2025-03-01 10:00:00 UTC\n\nHow do Python decorators work?\n');
    expect(markdown.stdout).toContain('The *kept* answer.');
    expect(markdown.stdout).not.toContain('abandoned');
    const text = await polylogue('view', '--provider', 'claude-code', '--format', 'text', '--transform', 'strip-tools');
    expect(text.stdout).toContain('[1 tool call hidden]');
  });

  test('problems of a query are told and the rest is searched', async () => {
    const { code, value, stderr } = await json('view', 'decorators ( role:nobody', '--json');
    expect(code).toBe(0);
    expect(value).toHaveLength(1);
    expect(stderr).toContain('never closed');
  });

  test('a table is for a person: aligned, and says what it left out', async () => {
    const { stdout, stderr } = await polylogue('view', '--limit', '1');
    expect(stdout.split('\n')).toHaveLength(3);
    expect(stderr).toBe('1 of 3 conversations; --limit 0 shows all.\n');
    expect((await polylogue('view', '--limit', '1', '--quiet')).stderr).toBe('');
  });

  test('an empty table says which word or filter emptied it', async () => {
    expect(await polylogue('view', 'decorators', 'provider:codex')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Nothing found; without “provider:codex” 1.\n',
    });
  });

  test('an ambiguous id names the candidates; one that fits nothing finds nothing', async () => {
    const ambiguous = await polylogue('view', '--id', '68a1');
    expect(ambiguous.code).toBe(2);
    expect(ambiguous.stderr).toContain('68a10000-0000-4000-8000-000000000001');
    expect(await json('view', '--id', 'nothing-like-it', '--json')).toMatchObject({ code: 0, value: [] });
  });

  test('a reader that goes away ends it quietly', async () => {
    const { child, ended } = start(['view', 'messages', '--format', 'jsonl']);
    child.stdout?.destroy();
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });
});

describe.concurrent('export', () => {
  test('a folder of Markdown', async () => {
    const to = join(dir, 'out');
    const { code, stdout, stderr } = await polylogue('export', '--to', to, '--provider', 'chatgpt');
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(`Wrote 2 conversations to ${to}`);
    expect(readdirSync(to).sort()).toEqual([
      expect.stringMatching(/^2025-03-01 Decorators in Python [0-9a-f]{8}\.md$/),
      expect.stringMatching(/^2025-03-01 Soup a recipe [0-9a-f]{8}\.md$/),
    ]);
  });

  test('a zip, the same twice', async () => {
    for (const name of ['a.zip', 'b.zip'])
      expect(await polylogue('export', '--to', join(dir, name), '--format', 'json')).toMatchObject({ code: 0 });
    expect(readFileSync(join(dir, 'a.zip')).equals(readFileSync(join(dir, 'b.zip')))).toBe(true);
  });

  test('JSON on standard output is whole: every branch, every part', async () => {
    const { value } = await json('export', 'decorators', '--to', '-', '--format', 'json');
    expect(value).toHaveLength(1);
    expect(value[0]).toMatchObject({ polylogue: 1, id: 'chatgpt:68a10000-0000-4000-8000-000000000001', branchesShown: 'all' });
    expect(value[0].messages).toHaveLength(3);
  });

  test('JSONL: conversations, or messages when fields are named', async () => {
    const whole = await polylogue('export', '--to', '-', '--format', 'jsonl');
    expect(whole.stdout.trimEnd().split('\n')).toHaveLength(3);
    const rows = await polylogue(
      'export',
      'decorators',
      '--to',
      '-',
      '--format',
      'jsonl',
      '--fields',
      'role,text',
      '--branches',
      'active',
    );
    expect(rows.stdout).toBe(
      '{"role":"user","text":"How do Python decorators work?"}\n{"role":"assistant","text":"The *kept* answer."}\n',
    );
  });

  test('a limit and an order hold for files too', async () => {
    const to = join(dir, 'limited');
    await polylogue('export', '--to', to, '--limit', '1', '--sort', 'oldest', '--format', 'jsonl');
    expect(readFileSync(join(to, 'conversations.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1);
  });

  test('a target that looks like a file is refused before anything is written', async () => {
    const { code, stderr } = await polylogue('export', '--to', join(dir, 'x.md'));
    expect(code).toBe(2);
    expect(stderr).toContain('--to -');
  });
});

describe('runs', () => {
  test('lists, newest first, and gives the receipt of one', async () => {
    const { value } = await json('runs', '--json');
    expect(value.at(-1)).toMatchObject({ runId: 1, status: 'completed', totals: { conversations: { read: 3, added: 3 } } });
    expect((await json('runs', '1', '--json')).value).toEqual(value.at(-1));
    expect((await json('runs', '--latest', '--json')).value).toEqual(value[0]);
    expect(await polylogue('runs', '999')).toMatchObject({ code: 1, stdout: '' });
  });
});

test('doctor finds the archive whole, and says when it is not', async () => {
  expect(await polylogue('doctor')).toMatchObject({ code: 0, stdout: expect.stringContaining('The archive is whole.') });
  expect(await polylogue('doctor', '--archive', join(dir, 'no-archive'))).toMatchObject({ code: 1, stdout: '' });
});

test('a backup is a copy of the whole archive; restored, it holds the same', async () => {
  const file = join(dir, 'copy.polylogue');
  expect(await polylogue('backup', file)).toMatchObject({ code: 0, stdout: '' });
  const restored = join(dir, 'restored');
  expect(await json('restore', file, '--json', '--archive', restored)).toMatchObject({ code: 0, value: { path: restored } });
  expect((await json('doctor', '--json', '--archive', restored)).value.ok).toBe(true);
  expect((await json('runs', '1', '--json', '--archive', restored)).value).toEqual((await json('runs', '1', '--json')).value);
  // Never over something that is there.
  expect(await polylogue('restore', file, '--archive', restored)).toMatchObject({ code: 1 });
  expect(await polylogue('backup', exportZip)).toMatchObject({ code: 2 });
});

describe.concurrent('wrong usage says what was probably meant', () => {
  test.each([
    [['veiw'], 'view'],
    [['view', '--limt', '3'], '--limit'],
    [['view', '--format', 'jsno'], 'json'],
    [['view', '--fields', 'titel'], 'title'],
    [['view', 'messages', '--fields', 'txt'], 'text'],
    [['view', '--transform', 'strip-tool'], 'strip-tools'],
    [['import', 'x', '--provider', 'chatgtp'], 'chatgpt'],
    [['export'], '--to'],
    [['view', '--json', '--format', 'csv'], '--json'],
  ])('%j', async (args, meant) => {
    const { code, stdout, stderr } = await polylogue(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(meant);
  });
});

test('looking at an archive that is not there makes none', async () => {
  const none = join(dir, 'never');
  expect(await polylogue('view', '--json', '--archive', none)).toMatchObject({ code: 0, stdout: '[]\n' });
  expect(await polylogue('runs', '--latest', '--archive', none)).toMatchObject({ code: 1 });
  expect(existsSync(none)).toBe(false);
});

test('serve prints one URL and ends on an interrupt', async () => {
  const { child, ended } = start(['serve', '--port', '0']);
  const url = await new Promise<string>((resolve) => child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())));
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\S+\n$/);
  interrupt(child);
  expect((await ended).code).toBe(0);
});
