import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { code, prose, random, uuid } from './text.ts';

/** The two fixed data sets, deterministic at any size. Made once into a folder and found again there. */
export interface DataSet {
  readonly name: 'web' | 'agent';
  /** What is imported: a zip, or a folder of logs. */
  readonly input: string;
  /** The same unpacked, for the bare ceiling. */
  readonly unpacked: string;
  /** Bytes of the unpacked input. */
  readonly bytes: number;
  readonly conversations: number;
  readonly messages: number;
}

const START = Date.UTC(2023, 0, 1) / 1000;
const models = ['gpt-4o', 'gpt-4', 'o3', 'gpt-5-thinking', 'gpt-4o-mini'];

/** One ChatGPT conversation of `count` messages (plus its null root), as an export writes it. Message texts are about 400 bytes. */
export function webConversation(number: number, count: number): object {
  const next = random(number + 1);
  const id = uuid(next);
  const start = START + number * 1700 + next() * 600;
  const model = models[Math.floor(next() * models.length)] ?? 'gpt-4o';
  const mapping: Record<string, object> = {};
  const rootId = uuid(next);
  const ids = [rootId];
  for (let i = 0; i < count; i++) ids.push(uuid(next));
  mapping[rootId] = { id: rootId, message: null, parent: null, children: [ids[1]] };
  for (let i = 1; i <= count; i++) {
    const user = i % 2 === 1;
    const text = user
      ? prose(next, 60 + next() * 300)
      : prose(next, 200 + next() * 700) + (next() < 0.15 ? `\n\n\`\`\`js\n${code(next, 4)}\`\`\`\n` : '');
    mapping[ids[i] ?? ''] = {
      id: ids[i],
      message: {
        id: ids[i],
        author: { role: user ? 'user' : 'assistant', name: null, metadata: {} },
        create_time: start + i * 37.25,
        update_time: null,
        content: { content_type: 'text', parts: [text] },
        status: 'finished_successfully',
        end_turn: user ? null : true,
        weight: 1,
        metadata: user
          ? { request_id: ids[i - 1], timestamp_: 'absolute' }
          : { model_slug: model, finish_details: { type: 'stop' }, is_complete: true },
        recipient: 'all',
        channel: null,
      },
      parent: ids[i - 1],
      children: i < count ? [ids[i + 1]] : [],
    };
  }
  return {
    title: prose(next, 25 + next() * 20).replaceAll(/[.,\n]/g, ''),
    create_time: start,
    update_time: start + count * 37.25,
    mapping,
    moderation_results: [],
    current_node: ids[count],
    plugin_ids: null,
    conversation_id: id,
    conversation_template_id: null,
    gizmo_id: null,
    is_archived: false,
    safe_urls: [],
    default_model_slug: model,
    id,
  };
}

/** The lines of one Claude Code session of `count` records: prompts, streamed answers with thinking, tool calls and their results. */
export function* agentLines(number: number, count: number): Generator<object> {
  const next = random(0x5eed + number);
  const sessionId = uuid(next);
  const project = `project${number % 40}`;
  let parentUuid: string | null = null;
  let at = (START + number * 86_400) * 1000;
  const envelope = (type: string) => {
    const id = uuid(next);
    at += 500 + Math.floor(next() * 20_000);
    const record = {
      parentUuid,
      isSidechain: false,
      userType: 'external',
      cwd: `/home/dev/${project}`,
      sessionId,
      version: '2.1.4',
      gitBranch: 'main',
      type,
      uuid: id,
      timestamp: new Date(at).toISOString(),
    };
    parentUuid = id;
    return record;
  };
  let callId = '';
  let tool = 'Bash';
  for (let i = 0; i < count; i++) {
    const step = i % 8;
    if (step === 0) yield { ...envelope('user'), message: { role: 'user', content: prose(next, 80 + next() * 300) } };
    else if (step === 2 || step === 5) {
      const stdout = next() < 0.5 ? code(next, 6 + next() * 30) : prose(next, 200 + next() * 1500);
      yield {
        ...envelope('user'),
        message: {
          role: 'user',
          content: [{ tool_use_id: callId, type: 'tool_result', content: stdout, is_error: next() < 0.06 }],
        },
        toolUseResult: { stdout: stdout.slice(0, 400), stderr: '', interrupted: false, isImage: false },
      };
    } else {
      callId = `toolu_${uuid(next).replaceAll('-', '').slice(0, 24)}`;
      tool = ['Bash', 'Read', 'Edit', 'Grep'][Math.floor(next() * 4)] ?? 'Bash';
      const content =
        step === 1 || step === 4
          ? {
              type: 'tool_use',
              id: callId,
              name: tool,
              input: { command: `grep -rn ${prose(next, 20)} src`, description: prose(next, 30) },
            }
          : step === 3
            ? { type: 'thinking', thinking: prose(next, 300 + next() * 600), signature: uuid(next) }
            : { type: 'text', text: prose(next, 200 + next() * 900) };
      yield {
        ...envelope('assistant'),
        requestId: `req_${uuid(next).slice(0, 18)}`,
        message: {
          id: `msg_${uuid(next).slice(0, 18)}`,
          type: 'message',
          role: 'assistant',
          model: 'claude-opus-4-5',
          content: [content],
          stop_reason: null,
          stop_sequence: null,
          usage: {
            input_tokens: 4,
            cache_creation_input_tokens: 512,
            cache_read_input_tokens: 20_000,
            output_tokens: 180,
            service_tier: 'standard',
          },
        },
      };
    }
  }
}

/**
 * A ChatGPT zip of `conversations` × 20 messages (full size: 50,000) in `dir`.
 * @returns paths and sizes; made anew only when absent.
 */
export async function webSet(dir: string, conversations: number): Promise<DataSet> {
  const home = join(dir, `web-${conversations}`);
  const unpacked = join(home, 'unpacked');
  const file = join(unpacked, 'conversations.json');
  const input = join(home, 'chatgpt-export.zip');
  if (!existsSync(join(home, 'done'))) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(unpacked, { recursive: true });
    await writeAll(file, webText(conversations));
    const zip = new ZipFile();
    zip.addFile(file, 'conversations.json', { mtime: new Date(START * 1000) });
    zip.addBuffer(Buffer.from('{"id":"user-bench"}'), 'user.json', { mtime: new Date(START * 1000) });
    zip.end();
    await pipeline(zip.outputStream, createWriteStream(input));
    writeFileSync(join(home, 'done'), '');
  }
  return { name: 'web', input, unpacked, bytes: statSync(file).size, conversations, messages: conversations * 20 };
}

function* webText(conversations: number): Generator<string> {
  for (let i = 0; i < conversations; i++) yield `${i === 0 ? '[' : ', '}${JSON.stringify(webConversation(i, 20))}`;
  yield ']';
}

/** A folder of `sessions` × 1,000 Claude Code records (full size: 1,000) in `dir`. */
export async function agentSet(dir: string, sessions: number): Promise<DataSet> {
  const home = join(dir, `agent-${sessions}`);
  const input = join(home, 'projects');
  const messages = sessions * 1000;
  if (!existsSync(join(home, 'done'))) {
    rmSync(home, { recursive: true, force: true });
    let bytes = 0;
    for (let i = 0; i < sessions; i++) {
      const folder = join(input, `-home-dev-project${i % 40}`);
      mkdirSync(folder, { recursive: true });
      let text = '';
      let session = '';
      for (const line of agentLines(i, 1000)) {
        if ('sessionId' in line && typeof line.sessionId === 'string') session = line.sessionId;
        text += `${JSON.stringify(line)}\n`;
      }
      bytes += Buffer.byteLength(text);
      writeFileSync(join(folder, `${session}.jsonl`), text);
    }
    writeFileSync(join(home, 'done'), String(bytes));
  }
  return {
    name: 'agent',
    input,
    unpacked: input,
    bytes: Number(readFileSync(join(home, 'done'), 'utf8')),
    conversations: sessions,
    messages,
  };
}

/** One Claude Code session of `messages` records: for opening 10,000 and 100,000. */
export async function longSet(dir: string, messages: number): Promise<string> {
  const file = join(dir, `long-${messages}.jsonl`);
  if (!existsSync(file)) {
    await writeAll(
      file,
      agentLines(9_000_000 + messages, messages).map((line) => `${JSON.stringify(line)}\n`),
    );
  }
  return file;
}

async function writeAll(file: string, pieces: Iterable<string>): Promise<void> {
  const out = createWriteStream(file, { highWaterMark: 1 << 20 });
  let held = '';
  for (const piece of pieces) {
    held += piece;
    if (held.length < 1 << 20) continue;
    if (!out.write(held)) await once(out, 'drain');
    held = '';
  }
  out.end(held);
  await once(out, 'close');
}
