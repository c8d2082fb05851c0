import { isDeepStrictEqual } from 'node:util';
import { origins, roles, type Usage } from '../../src/shared/model.ts';
import type { Parsed, ParsedConversation } from '../../src/shared/parsed.ts';
import { threadOf } from '../../src/shared/thread.ts';
import { prepareConversation } from '../../src/main/archive/prepare.ts';
import { messageNumbers, type PreparedConversation } from '../../src/main/archive/prepared.ts';
import { readAtOnce, type Files } from '../../src/main/import/read-at-once.ts';
import { resolveFamily } from '../../src/main/import/resolve.ts';
import { providers } from '../../src/main/providers/index.ts';

const earliest = Date.UTC(2015, 0, 1);
/** The bound of `timeOf`, which knows no clock. */
const latest = Date.UTC(2100, 0, 1);
const codes = new Set([
  'text',
  'thinking',
  'tool-call',
  'tool-result',
  'code',
  'image',
  'file',
  'artifact',
  'citation',
  'unknown',
]);

/** What came of one input: faults, by the provider they are of; none is well. */
export interface Checked {
  readonly faults: readonly { readonly provider: string; readonly what: string }[];
  readonly conversations: number;
}

/** Reads files and checks all that must hold of whatever comes of them. `prepare`: also what the import does next, which takes longer. */
export async function checkFiles(files: Files, prepare: boolean): Promise<Checked> {
  const faults: { provider: string; what: string }[] = [];
  let read: Awaited<ReturnType<typeof readAtOnce>>;
  try {
    read = await readAtOnce(files);
  } catch (error) {
    return { faults: [{ provider: providerIn(error), what: `throws ${told(error)}` }], conversations: 0 };
  }
  for (const { sample } of read.entries) {
    for (const provider of providers) {
      try {
        const claim = provider.judge(sample);
        if (claim !== null && !(claim.score >= 0 && claim.score <= 100))
          faults.push({ provider: provider.id, what: `a score of ${claim.score}` });
      } catch (error) {
        faults.push({ provider: provider.id, what: `judge throws ${told(error)}` });
      }
    }
  }
  let conversations = 0;
  for (const { provider, raw, parsed } of read.records) {
    const fault = (what: string): void => void faults.push({ provider: provider.id, what });
    conversations += parsed.conversations.length;
    for (const what of faultsOf(parsed)) fault(what);
    if (!isDeepStrictEqual(provider.parse(raw), parsed)) fault('parsed twice it is not the same');
    if (!prepare) continue;
    try {
      for (const one of parsed.conversations)
        for (const what of faultsPrepared(prepareConversation(one, provider.id, provider.kind, new Map()))) fault(what);
    } catch (error) {
      fault(`cannot be prepared: ${told(error)}`);
    }
  }
  for (const provider of providers) {
    const all = read.records.filter((record) => record.provider === provider).flatMap(({ parsed }) => parsed.conversations);
    if (provider.kind !== 'log' || all.length === 0) continue;
    try {
      const members = all.map((conversation, key) => ({ key: String(key), conversation }));
      const resolved = resolveFamily(members);
      for (const conversation of resolved)
        for (const what of faultsIn(conversation)) faults.push({ provider: provider.id, what: `resolved: ${what}` });
    } catch (error) {
      faults.push({ provider: provider.id, what: `cannot be resolved: ${told(error)}` });
    }
  }
  return { faults, conversations };
}

function told(error: unknown): string {
  return error instanceof Error ? `${error.message}\n${error.stack?.split('\n').slice(1, 4).join('\n') ?? ''}` : String(error);
}

/** Whose code it was. */
function providerIn(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return /providers[\\/]([a-z-]+)[\\/]/.exec(stack)?.[1] ?? 'import';
}

function faultsOf(parsed: Parsed): readonly string[] {
  const faults: string[] = parsed.conversations.flatMap(faultsIn);
  const ids = parsed.conversations.map(({ nativeId }) => nativeId);
  if (
    parsed.conversations.length === 0 &&
    parsed.issues.length === 0 &&
    parsed.reason === undefined &&
    (parsed.titles ?? []).length === 0
  )
    faults.push('nothing came of it, and no reason is given');
  for (const { code, message, raw, where, unit } of parsed.issues) {
    if (typeof raw !== 'string' || typeof where !== 'string' || !/^[a-z-]+$/.test(code)) faults.push(`an issue is odd: ${code}`);
    if (!/[.!?…]$/.test(message)) faults.push(`an issue is no sentence: ${message.slice(0, 100)}`);
    if (!['conversation', 'message', 'attachment'].includes(unit)) faults.push(`an issue of unit ${unit}`);
  }
  for (const { count, example, path } of parsed.drift) {
    if (!(count > 0) || typeof example !== 'string' || typeof path !== 'string') faults.push(`drift is odd: ${path}`);
  }
  const { conversations, messages } = parsed.ignored;
  if (!(Number.isInteger(conversations) && conversations >= 0 && Number.isInteger(messages) && messages >= 0))
    faults.push('ignored is no count');
  if (ids.some((id) => typeof id !== 'string' || id === '')) faults.push('a conversation has no id');
  return faults;
}

function faultsIn(conversation: ParsedConversation): readonly string[] {
  const faults: string[] = [];
  const { messages, attachments, title, project, cwd, gitBranch, model, createdAt, updatedAt } = conversation;
  if ([title, project, cwd, gitBranch, model].some((text) => text !== null && typeof text !== 'string'))
    faults.push('a fact is no text');
  if (![createdAt, updatedAt].every(isTime)) faults.push(`a time of the conversation is ${createdAt}, ${updatedAt}`);
  const ids = new Set<string>();
  for (const { nativeId, parent, role, origin, author, model: by, createdAt: at, usage, parts } of messages) {
    if (typeof nativeId !== 'string' || nativeId === '') faults.push('a message has no id');
    if (ids.has(nativeId)) faults.push(`two messages have one id: ${nativeId.slice(0, 80)}`);
    ids.add(nativeId);
    if (parent !== null && typeof parent !== 'string') faults.push('a parent is no text');
    if (!roles.includes(role) || !origins.includes(origin)) faults.push(`role ${role}, origin ${origin}`);
    if ([author, by].some((text) => text !== null && typeof text !== 'string')) faults.push('author or model is no text');
    if (!isTime(at)) faults.push(`a time of a message is ${at}`);
    if (usage !== null && !isUsage(usage)) faults.push(`usage ${JSON.stringify(usage)}`);
    for (const part of parts) {
      if (!codes.has(part.type)) faults.push(`a part of type ${part.type}`);
      if ('text' in part && part.text !== undefined && part.text !== null && typeof part.text !== 'string')
        faults.push(`text of a ${part.type} is none`);
      if (part.type === 'tool-call' && (typeof part.callId !== 'string' || typeof part.name !== 'string'))
        faults.push('a call has no id or name');
      if (part.type === 'tool-result' && typeof part.callId !== 'string') faults.push('a result has no id');
    }
  }
  const files = new Set(attachments.map(({ nativeId }) => nativeId));
  if (files.size !== attachments.length) faults.push('two attachments have one id');
  for (const part of messages.flatMap(({ parts }) => parts)) {
    if ((part.type === 'image' || part.type === 'file') && !files.has(part.attachment))
      faults.push('a part shows an attachment that is not there');
  }
  for (const { size, name, mime } of attachments) {
    if (size !== null && !(size >= 0)) faults.push(`an attachment of size ${size}`);
    if ([name, mime].some((text) => text !== null && typeof text !== 'string'))
      faults.push('a name or type of an attachment is no text');
  }
  try {
    JSON.stringify(messages.map(({ parts }) => parts));
  } catch (error) {
    faults.push(`parts cannot be written: ${told(error)}`);
  }
  const thread = threadOf(messages, conversation.activeLeaf);
  if (thread.order.length !== messages.length || thread.parents.some((parent, place) => parent >= place))
    faults.push('its tree has a circle');
  return faults;
}

function isUsage({ cost = 0, ...tokens }: Usage): boolean {
  return Number.isFinite(cost) && cost >= 0 && Object.values(tokens).every((count) => Number.isInteger(count) && count >= 0);
}

/** A number that does not fit its column would end the whole import. */
function faultsPrepared({ counts, attachments, messages }: PreparedConversation): readonly string[] {
  const faults: string[] = [];
  for (const [name, count] of Object.entries(counts)) {
    const fits = name === 'cost' ? count === null || Number.isFinite(count) : isInteger(count);
    if (!fits) faults.push(`${name} is ${count}`);
  }
  for (const { size } of attachments)
    if (size !== null && !isInteger(size)) faults.push(`an attachment is stored with ${size} bytes`);
  messages.numbers.forEach((number, at) => {
    const name = messageNumbers[at % messageNumbers.length];
    if (!Number.isNaN(number) && !(name === 'cost' ? Number.isFinite(number) : isInteger(number)))
      faults.push(`${name} of a message is ${number}`);
  });
  return faults;
}

/** What an integer column takes. */
function isInteger(number: unknown): boolean {
  return typeof number === 'number' && Number.isInteger(number) && Math.abs(number) < 2 ** 63;
}

function isTime(time: unknown): boolean {
  return time === null || (typeof time === 'number' && Number.isInteger(time) && time >= earliest && time < latest);
}
