import { arrayOf, isObject, jsonOf, type JsonObject, numberOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Json, Outcome } from '../../../shared/model.ts';
import { parsedText } from '../reading/json-text.ts';

export interface Output {
  readonly text: string;
  readonly outcome: Outcome;
  readonly details?: Json;
  /** Image blocks, as they came. */
  readonly media: readonly JsonObject[];
}

/** What a call gave back, in any of the shapes of the years: text, JSON in a text, blocks, an object. Source: formats, §6.5. */
export function readOutput(value: unknown): Output {
  if (typeof value === 'string') return ofText(value);
  if (Array.isArray(value)) return ofBlocks(value);
  if (!isObject(value)) return { text: '', outcome: 'unknown', media: [] };
  if (typeof value['text'] === 'string') return ofText(value['text']);
  const success = value['success'];
  const inner = readOutput(value['content'] ?? value['output'] ?? '');
  const outcome = typeof success === 'boolean' ? (success ? 'ok' : 'error') : exitOutcome(value['metadata']);
  return outcome === 'unknown' ? inner : { ...inner, outcome };
}

/** Of an exit code in an object. */
export function exitOutcome(value: unknown): Outcome {
  const code = isObject(value) ? numberOf(value['exit_code']) : null;
  return code === null ? 'unknown' : code === 0 ? 'ok' : 'error';
}

function ofText(text: string): Output {
  if (text.startsWith('{') && text.includes('"output"')) {
    const value = objectIn(text);
    const output = value === null ? null : stringOf(value['output']);
    if (value !== null && output !== null) {
      const metadata = value['metadata'];
      const code = exitOutcome(metadata);
      const outcome = code === 'unknown' ? exitOutcome(value) : code;
      return isObject(metadata)
        ? { text: output, outcome, details: jsonOf(metadata), media: [] }
        : { text: output, outcome, media: [] };
    }
  }
  return { text, outcome: statedOutcome(text), media: [] };
}

/** The lines that the program itself puts before a command's output; nothing after them is looked at. */
const HEADER = /^(?:Exit code: |Chunk ID: |Wall time: |Process exited with code |Script (?:completed|failed))/;
const HEADER_LENGTH = 400;

function statedOutcome(text: string): Outcome {
  if (!HEADER.test(text)) return 'unknown';
  const head = text.slice(0, HEADER_LENGTH).split(/^Output:/m, 1)[0] ?? '';
  const code = /^(?:Exit code: |Process exited with code )(-?\d+)/m.exec(head)?.[1];
  return code === undefined ? 'unknown' : Number(code) === 0 ? 'ok' : 'error';
}

function ofBlocks(blocks: readonly unknown[]): Output {
  const texts: string[] = [];
  const media: JsonObject[] = [];
  let outcome: Outcome = 'unknown';
  for (const block of arrayOf(blocks)) {
    const text = typeof block === 'string' ? block : isObject(block) ? (textOf(block['text']) ?? '') : '';
    if (text !== '') {
      texts.push(text);
      const stated = text.startsWith('{') && text.includes('"exit_code"') ? exitOutcome(objectIn(text)) : statedOutcome(text);
      if (stated !== 'unknown') outcome = stated;
    } else if (isObject(block) && isImage(block)) {
      media.push(block);
    }
  }
  return { text: texts.join('\n'), outcome, media };
}

function isImage(block: JsonObject): boolean {
  return block['image_url'] !== undefined && block['image_url'] !== null;
}

function objectIn(text: string): JsonObject | null {
  const value = parsedText(text);
  return isObject(value) ? value : null;
}

/** The result of an MCP call: `{Ok: {content, isError}}`, `{Err}`, or the inner object alone. */
export function readMcpResult(value: unknown): Output {
  if (!isObject(value)) return readOutput(value);
  const error = value['Err'];
  if (error !== undefined)
    return { text: typeof error === 'string' ? error : JSON.stringify(error), outcome: 'error', media: [] };
  const ok = isObject(value['Ok']) ? value['Ok'] : value;
  const inner = readOutput(ok['content']);
  const failed = ok['isError'] ?? ok['is_error'];
  return typeof failed === 'boolean' ? { ...inner, outcome: failed ? 'error' : 'ok' } : inner;
}
