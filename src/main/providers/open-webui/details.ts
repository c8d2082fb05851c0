import type { Part } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';
import { jsonInText, readableJson } from '../reading/json-text.ts';

const OPEN = '<details';
const CLOSE = '</details>';
const KINDS = new Set(['reasoning', 'tool_calls', 'code_interpreter']);

/** Takes thinking, calls of tools and runs of code, which stand as `<details type="…">`, out of a text, in order. Linear. */
export function splitDetails(text: string): readonly Part[] {
  if (!text.includes(OPEN)) return text === '' ? [] : [{ type: 'text', text }];
  const parts: Part[] = [];
  let said = 0;
  const say = (to: number): void => {
    const piece = text.slice(said, to);
    // Line breaks beside a block are its own, not the text's.
    const trimmed = parts.length > 0 || to < text.length ? piece.replace(/^\n+|\n+$/g, '') : piece;
    if (trimmed.trim() !== '') parts.push({ type: 'text', text: trimmed });
  };
  for (let open = text.indexOf(OPEN); open !== -1;) {
    const tag = tagAt(text, open);
    const kind = tag?.attributes.get('type') ?? '';
    if (tag === null || !KINDS.has(kind)) {
      open = text.indexOf(OPEN, open + OPEN.length);
      continue;
    }
    say(open);
    const { end, body } = bodyAt(text, tag.end);
    for (const part of blockParts(kind, tag.attributes, body)) parts.push(part);
    said = end;
    open = text.indexOf(OPEN, end);
  }
  say(text.length);
  return parts;
}

interface Tag {
  readonly attributes: ReadonlyMap<string, string>;
  /** Behind its `>`. */
  readonly end: number;
}

/** Attributes of the tag that opens at `from`; values may hold anything but the quote that ends them. */
function tagAt(text: string, from: number): Tag | null {
  const attributes = new Map<string, string>();
  const next = /\s*(?:([\w-]{1,60})\s*=\s*"([^"]*)"|([\w-]{1,60})|(>))/y;
  next.lastIndex = from + OPEN.length;
  for (let match = next.exec(text); match !== null; match = next.exec(text)) {
    if (match[4] !== undefined) return { attributes, end: next.lastIndex };
    const name = match[1] ?? match[3] ?? '';
    if (!attributes.has(name)) attributes.set(name, unescaped(match[2] ?? ''));
    // Another kind of block is of no interest, however long its tag is.
    if (attributes.size === 1 && (name !== 'type' || !KINDS.has(match[2] ?? ''))) return null;
  }
  return null;
}

/** What stands up to the closing tag of this block; blocks inside are stepped over; one that is not closed reaches to the end. */
function bodyAt(text: string, from: number): { readonly body: string; readonly end: number } {
  const tags = /<(\/?)details\b/g;
  tags.lastIndex = from;
  let depth = 1;
  for (let match = tags.exec(text); match !== null; match = tags.exec(text)) {
    depth += match[1] === '/' ? -1 : 1;
    if (depth === 0) return { body: text.slice(from, match.index), end: Math.min(text.length, match.index + CLOSE.length) };
  }
  return { body: text.slice(from), end: text.length };
}

function blockParts(kind: string, attributes: ReadonlyMap<string, string>, body: string): readonly Part[] {
  const summary = /^\s*<summary>([^]*?)<\/summary>/.exec(body);
  const inner = (summary === null ? body : body.slice(summary[0].length)).trim();
  const seconds = Number(attributes.get('duration'));
  if (kind === 'reasoning')
    return [
      { type: 'thinking', text: unquoted(unescaped(inner)), ...(seconds > 0 ? { durationMs: Math.round(seconds * 1000) } : {}) },
    ];
  if (kind === 'tool_calls') {
    const input = jsonTwice(attributes.get('arguments') ?? '');
    const name = attributes.get('name') ?? '';
    const callId = attributes.get('id') ?? derivedId(name, inner, attributes.get('arguments') ?? null);
    const result = attributes.get('result') ?? (inner === '' ? null : unescaped(inner));
    const call: Part = { type: 'tool-call', callId, name: name === '' ? 'tool' : name, input: input === '' ? null : input };
    return result === null ? [call] : [call, { type: 'tool-result', callId, text: resultText(result), outcome: 'unknown' }];
  }
  const fence = /^(`{3,})([^\n`]*)\n([^]*?)\n?\1\s*$/.exec(inner);
  const code = fence?.[3] ?? inner;
  const language = fence?.[2]?.trim() ?? '';
  const callId = derivedId('code', code, attributes.get('output') ?? null);
  const call: Part = {
    type: 'tool-call',
    callId,
    name: 'code_interpreter',
    input: { code, ...(language === '' ? {} : { language: language === 'py' ? 'python' : language }) },
  };
  const output = attributes.get('output') ?? '';
  return output === '' ? [call] : [call, runResult(callId, jsonInText(output))];
}

/** What a run of code gave: what it printed, what it complained of, its value. */
export function runResult(callId: string, output: unknown): Part {
  const field = (name: string): string =>
    typeof output === 'object' && output !== null && name in output
      ? readableJson(Object.entries(output).find(([key]) => key === name)?.[1])
      : '';
  const named = ['stdout', 'stderr', 'result', 'output', 'error'].map(field).filter((text) => text !== '');
  const failed = field('error') !== '';
  return {
    type: 'tool-result',
    callId,
    text: named.length > 0 ? named.join('\n') : readableJson(output),
    outcome: failed ? 'error' : 'unknown',
  };
}

/** Arguments and results are JSON, and often JSON in JSON's text. */
function jsonTwice(text: string): ReturnType<typeof jsonInText> {
  const once = jsonInText(text);
  return typeof once === 'string' ? jsonInText(once) : once;
}

function resultText(text: string): string {
  const once = jsonInText(text);
  return typeof once === 'string' ? once : text;
}

/** Reasoning stands as a quotation: each line behind `> `. */
function unquoted(text: string): string {
  const lines = text.split('\n');
  return lines.every((line) => line === '' || line.startsWith('>'))
    ? lines.map((line) => line.replace(/^> ?/, '')).join('\n')
    : text;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
  ['#x27', "'"],
  ['#39', "'"],
]);

function unescaped(text: string): string {
  return text.includes('&')
    ? text.replace(/&(lt|gt|amp|quot|apos|#x27|#39);/g, (whole, name: string) => ENTITIES.get(name) ?? whole)
    : text;
}
