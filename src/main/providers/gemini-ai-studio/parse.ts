import { arrayOf, isObject, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { Parsed, ParsedIssue, ParsedMessage, RawRecord } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { DriftCounter } from '../reading/drift.ts';
import { GoogleParts } from '../reading/google-parts.ts';
import { brokenConversation, rawOf, readJsonRecord } from '../reading/json-record.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { citationOf, readChunk } from './chunk.ts';
import { idOf, promptId, type Step } from './identity.ts';
import { knownKeys } from './known-keys.ts';

/** Parses one prompt. Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const read = readJsonRecord(record.bytes);
  if ('error' in read) {
    const message = `This prompt is not valid JSON (${read.error.slice(0, 100)}).`;
    return nothing([brokenConversation('not-json', message, read.text)]);
  }
  const prompt = read.value;
  if (!isObject(prompt))
    return nothing([brokenConversation('not-a-prompt', 'In the place of a prompt stands something else.', read.text)]);
  const chunked = prompt['chunkedPrompt'];
  if (!isObject(chunked) || !Array.isArray(chunked['chunks'])) {
    if ('dataPrompt' in prompt || 'textPrompt' in prompt) {
      const reason = 'A structured or freeform prompt of AI Studio: it holds examples and no conversation, and is not supported.';
      return { ...nothing([]), ignored: { conversations: 1, messages: 0 }, reason };
    }
    if (isObject(chunked)) return { ...nothing([]), ignored: { conversations: 1, messages: 0 }, reason: EMPTY };
    return nothing([brokenConversation('no-chunks', 'This prompt came without a list of chunks.', read.text)]);
  }
  return readPrompt(prompt, chunked['chunks'], titleOf(prompt, record.name), read.text);
}

const EMPTY = 'A prompt that nothing was said in.';

function nothing(issues: readonly ParsedIssue[]): Parsed {
  return { conversations: [], issues, drift: [], ignored: { conversations: 0, messages: 0 } };
}

function readPrompt(prompt: JsonObject, chunks: readonly unknown[], title: string | null, text: string): Parsed {
  const drift = new DriftCounter();
  drift.fields(prompt, knownKeys.prompt, 'prompt');
  const google = new GoogleParts(drift, 'chunk.parts');
  const line = new Line(systemOf(prompt, google));
  const issues: ParsedIssue[] = [];
  let silent = 0;
  for (const [index, chunk] of chunks.entries()) {
    if (!isObject(chunk)) {
      const message = 'A chunk of this prompt says neither who spoke nor how, so it is not shown.';
      issues.push({
        code: 'not-a-chunk',
        message,
        where: `chunks.${index}`,
        raw: typeof chunk === 'string' ? chunk : rawOf(chunk),
        unit: 'message',
      });
      continue;
    }
    const said = readChunk(chunk, google, drift);
    if (said === null) silent++;
    line.add(chunk, said);
  }
  if (line.steps.length === 0) {
    const ignored = { conversations: issues.length === 0 ? 1 : 0, messages: silent + (issues.length === 0 ? 0 : issues.length) };
    if (issues.length === 0) return { conversations: [], issues, drift: drift.list(), ignored, reason: EMPTY };
    const whole = brokenConversation('no-readable-chunk', 'This prompt holds not one chunk that could be read.', text);
    return { conversations: [], issues: [whole], drift: drift.list(), ignored };
  }
  line.cite(arrayOf(prompt['citations']).flatMap(citationOf));
  const model = textOf(objectOf(prompt['runSettings'])['model'])?.replace(/^models\//, '') ?? null;
  const own = promptId(prompt['promptId']) ?? promptId(prompt['id']);
  const { nativeId, parent } = idOf(own, line.steps);
  const conversation = parsedConversation({
    nativeId,
    title,
    createdAt: timeOf(prompt['createTime']) ?? timeOf(prompt['createdTime']),
    updatedAt: timeOf(prompt['updateTime']) ?? timeOf(prompt['modifiedTime']),
    model,
    parent: parent === null ? null : { nativeId: parent, relation: 'fork' },
    activeLeaf: line.messages.at(-1)?.nativeId ?? null,
    messages: line.messages,
    attachments: google.attachments,
  });
  return { conversations: [conversation], issues, drift: drift.list(), ignored: { conversations: 0, messages: silent } };
}

/** The messages of a prompt, one after the other; alternatives of one answer hang on what they answer. */
class Line {
  readonly messages: ParsedMessage[] = [];
  /** The messages that chunks made. */
  readonly steps: Step[] = [];
  readonly #taken = new Set<string>();
  readonly #numbers = new Map<string, number>();
  /** By a chunk's own id: the message to hang on, which of an empty chunk is the one before it. */
  readonly #byChunk = new Map<string, string | null>();

  constructor(system: readonly Part[]) {
    if (system.length === 0) return;
    const nativeId = this.#free(derivedId('system', wordsOf(system)));
    this.messages.push({
      nativeId,
      parent: null,
      role: 'system',
      origin: 'system',
      author: null,
      model: null,
      createdAt: null,
      hidden: false,
      usage: null,
      parts: system,
    });
  }

  add(chunk: JsonObject, said: ReturnType<typeof readChunk>): void {
    const ownId = textOf(chunk['id']);
    const branch = objectOf(chunk['branchParent']);
    const inside = textOf(branch['id']);
    const before = this.messages.at(-1)?.nativeId ?? null;
    const parent = (inside === null ? undefined : this.#byChunk.get(inside)) ?? before;
    const from = promptId(branch['promptId']);
    if (said === null) {
      if (ownId !== null && !this.#byChunk.has(ownId)) this.#byChunk.set(ownId, parent);
      const last = this.steps.at(-1);
      if (from !== null && last !== undefined) last.branchedFrom = from;
      return;
    }
    const words = wordsOf(said.parts);
    const nativeId = this.#free(
      ownId ?? derivedId('chunk', said.role, said.createdAt, chunk['isThought'] === true ? 1 : 0, words),
    );
    if (ownId !== null && !this.#byChunk.has(ownId)) this.#byChunk.set(ownId, nativeId);
    this.messages.push({ nativeId, parent, author: null, model: null, hidden: false, ...said });
    const answers = said.role === 'assistant' && said.parts.some((part) => part.type !== 'thinking' && part.type !== 'tool-call');
    this.steps.push({ key: derivedId(said.role, said.createdAt, words), answers, branchedFrom: from });
  }

  /** Sources of the whole prompt go with its last answer. */
  cite(citations: readonly Part[]): void {
    const index = this.messages.findLastIndex((message) => message.role === 'assistant');
    const last = this.messages[index];
    if (last === undefined || citations.length === 0) return;
    const urls = new Set(last.parts.map((part) => (part.type === 'citation' ? part.url : null)));
    const more = citations.filter((part) => part.type !== 'citation' || !urls.has(part.url));
    this.messages[index] = { ...last, parts: [...last.parts, ...more] };
  }

  #free(wanted: string): string {
    let id = wanted;
    let number = this.#numbers.get(wanted) ?? 1;
    while (this.#taken.has(id)) id = `${wanted}#${++number}`;
    this.#numbers.set(wanted, number);
    this.#taken.add(id);
    return id;
  }
}

/** What identifies a message that has no id: its words, and the files in it. */
function wordsOf(parts: readonly Part[]): string {
  const words = parts.map((part) => {
    if (part.type === 'tool-call') return `${part.name} ${JSON.stringify(part.input)}`;
    if (part.type === 'image' || part.type === 'file') return part.attachment;
    return 'text' in part ? (part.text ?? '') : '';
  });
  return words.join('\u0001');
}

function systemOf(prompt: JsonObject, google: GoogleParts): readonly Part[] {
  const { systemInstruction } = prompt;
  if (typeof systemInstruction === 'string') return google.read(systemInstruction);
  const { text, parts } = objectOf(systemInstruction);
  const inner = arrayOf(parts).flatMap((part) => google.read(part));
  return inner.length > 0 ? inner : google.read(text);
}

/** The name a wrapper gives; else the file's, which is where AI Studio keeps it. */
function titleOf(prompt: JsonObject, entry: string): string | null {
  const given = textOf(prompt['displayName']) ?? textOf(prompt['title']);
  if (given !== null) return given;
  const base = entry.slice(entry.lastIndexOf('/') + 1).replace(/\.(?:json|txt|prompt)$/i, '');
  return base === '' || /^untitled(?: prompt)?$/i.test(base) ? null : base;
}
