import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** Generated inputs for tests of the import: small, deterministic, with what goes wrong in real ones. */

/** Writes a zip of the given members. */
export async function writeZip(file: string, members: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  const zip = new ZipFile();
  const mtime = new Date(Date.UTC(2025, 0, 1));
  for (const [name, content] of Object.entries(members)) zip.addBuffer(Buffer.from(content), name, { mtime });
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
}

function id(...parts: readonly (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join(' ')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** One ChatGPT conversation with a branch; `edition` 1 has two more messages than 0, and with `attach` the last shows an image. */
export function chatgptConversation(
  number: number,
  edition: number,
  options: { readonly attach?: boolean; readonly length?: number } = {},
): object {
  const conversation = id('chatgpt', number);
  const start = 1_700_000_000 + number * 1000;
  const mapping: Record<string, object> = { root: { id: 'root', message: null, parent: null, children: [] } };
  const count = (options.length ?? 6) + edition * 2;
  let parent = 'root';
  for (let i = 0; i < count; i++) {
    const node = id(conversation, i);
    const role = i % 2 === 0 ? 'user' : 'assistant';
    const text = `${role} says ${number}.${i}: ${'words and more words '.repeat(1 + ((number + i) % 40))}`;
    const attach = options.attach === true && i === count - 1;
    mapping[node] = {
      id: node,
      parent,
      children: [],
      message: {
        id: node,
        author: { role, name: null, metadata: {} },
        create_time: start + i * 10,
        content: attach
          ? {
              content_type: 'multimodal_text',
              parts: [
                {
                  content_type: 'image_asset_pointer',
                  asset_pointer: `file-service://file-${number}`,
                  size_bytes: 100,
                  width: 1,
                  height: 1,
                },
                text,
              ],
            }
          : { content_type: 'text', parts: [text] },
        status: 'finished_successfully',
        weight: 1,
        metadata: role === 'assistant' ? { model_slug: 'gpt-4o' } : {},
        recipient: 'all',
      },
    };
    // Every third message is an alternative: the next one hangs on its parent.
    if (i % 3 !== 2) parent = node;
  }
  return {
    id: conversation,
    conversation_id: conversation,
    title: `Conversation ${number}`,
    create_time: start,
    update_time: start + count * 10,
    mapping,
    current_node: parent,
  };
}

/** Lines of a Claude Code session: `own` records after `copied` of another session, as a fork or a resume writes them. */
export function claudeCodeLines(
  session: string,
  own: number,
  copied: { readonly session: string; readonly count: number } | null = null,
): string[] {
  const sessionId = id('session', session);
  const lines: string[] = [];
  let parentUuid: string | null = null;
  const record = (owner: string, i: number, at: number): void => {
    const uuid = id('record', owner, i);
    const user = i % 2 === 0;
    lines.push(
      JSON.stringify({
        parentUuid,
        isSidechain: false,
        userType: 'external',
        cwd: '/home/dev/project',
        sessionId,
        version: '2.1.4',
        gitBranch: 'main',
        type: user ? 'user' : 'assistant',
        uuid,
        timestamp: new Date(Date.UTC(2025, 5, 1) + at * 1000).toISOString(),
        message: user
          ? { role: 'user', content: `${owner} asks ${i}` }
          : {
              id: `msg_${uuid}`,
              type: 'message',
              role: 'assistant',
              model: 'claude-opus-4',
              content: [{ type: 'text', text: `answer ${i} of ${owner}` }],
              usage: { input_tokens: 10, output_tokens: 5 },
            },
      }),
    );
    parentUuid = uuid;
  };
  for (let i = 0; i < (copied?.count ?? 0); i++) record(copied?.session ?? '', i, i);
  // What a session adds is later than what it copied.
  const offset = copied === null ? 0 : 100 + session.length;
  for (let i = 0; i < own; i++) record(session, i, offset + i);
  return lines;
}

/**
 * A folder with a ChatGPT zip in shards with attachments and a broken record, a newer and an older zip of the same account, and Claude Code
 * sessions with a fork, a resume and a grown file. Returns the inputs in a sensible order; any order must give the same archive.
 */
export async function writeInputs(folder: string, size: number): Promise<readonly string[]> {
  await mkdir(join(folder, 'projects', '-home-dev-project'), { recursive: true });
  await mkdir(join(folder, 'old'), { recursive: true });
  const all = Array.from({ length: size }, (_, number) => number);
  const first = all.map((number) => chatgptConversation(number, 0, { attach: number % 5 === 0 }));
  const half = Math.floor(size / 2);
  const files = Object.fromEntries(
    all
      .filter((number) => number % 5 === 0)
      .map((number) => [`file-${number}-picture.png`, `\x89PNG bytes of ${number} ${'x'.repeat(2000)}`]),
  );
  const zips = ['export-1.zip', 'export-2.zip', 'export-0.zip'].map((name) => join(folder, name));
  await writeZip(zips[0] ?? '', {
    'conversations-000.json': JSON.stringify(first.slice(0, half)),
    'conversations-001.json': `[${first
      .slice(half)
      .map((one) => JSON.stringify(one))
      .join(',')},{"id":"broken","mapping":nonsense}]`,
    'user.json': '{"id":"user-1"}',
    ...files,
  });
  // Newer: every third has grown, the last tenth is gone.
  await writeZip(zips[1] ?? '', {
    'conversations.json': JSON.stringify(
      all
        .slice(0, Math.ceil(size * 0.9))
        .map((number) => chatgptConversation(number, number % 3 === 0 ? 1 : 0, { attach: number % 5 === 0 })),
    ),
    'user.json': '{"id":"user-1"}',
  });
  await writeZip(zips[2] ?? '', {
    'conversations.json': JSON.stringify(all.slice(0, half).map((number) => chatgptConversation(number, 0, { length: 4 }))),
  });
  const sessions: Record<string, string[]> = {};
  for (let i = 0; i < size / 4; i++) {
    const name = `s${i}`;
    sessions[name] = claudeCodeLines(name, 12);
    if (i % 3 === 0) sessions[`${name}-fork`] = claudeCodeLines(`${name}-fork`, 4, { session: name, count: 6 });
    if (i % 4 === 0) sessions[`${name}-resume`] = claudeCodeLines(`${name}-resume`, 3, { session: name, count: 12 });
  }
  for (const [name, lines] of Object.entries(sessions)) {
    await writeFile(
      join(folder, 'projects', '-home-dev-project', `${id('session', name)}.jsonl`),
      `${lines.join('\n')}\n${name === 's1' ? '{"type":"user","uu' : ''}`,
    );
  }
  // An earlier state of a session, as a backup has it.
  await writeFile(join(folder, 'old', `${id('session', 's2')}.jsonl`), `${claudeCodeLines('s2', 5).join('\n')}\n`);
  return [...zips, join(folder, 'projects'), join(folder, 'old')];
}
