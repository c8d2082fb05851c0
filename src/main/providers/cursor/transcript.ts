import { isObject, objectOf, stringOf } from '../../../shared/json.ts';
import type { ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { rawOf } from '../reading/json-record.ts';
import type { Talk } from './talk.ts';

export interface TranscriptRead {
  readonly issues: readonly ParsedIssue[];
  /** Lines that only say how a turn ended. */
  readonly ignored: number;
}

/** Reads the lines of an agent's transcript. Source: formats, §8.5. */
export function readLines({ bytes }: RawRecord, talk: Talk): TranscriptRead {
  const issues: ParsedIssue[] = [];
  let ignored = 0;
  readJsonLines(bytes, {
    value: (value, line) => {
      const { role, message, type } = objectOf(value);
      if (typeof role === 'string') talk.read(role, isObject(message) ? message['content'] : message, null);
      else if (typeof type === 'string') ignored++;
      else {
        const said = `Line ${line} is no message of a transcript.`;
        issues.push({ code: 'no-message', message: said, where: `line ${line}`, raw: rawOf(value), unit: 'message' });
      }
    },
    broken: (issue) => issues.push(issue),
  });
  return { issues, ignored };
}

const HEAD = /^(?:user|assistant):[ \t]*$/;
const BLOCK = /^\[(Thinking|Tool call|Tool result)\][ \t]?(.*)$/;

/** Reads the plain text that transcripts were before: a role on a line, and blocks in brackets. */
export function readText({ bytes }: RawRecord, talk: Talk): void {
  let role: string | null = null;
  let blocks: { type: string; lines: string[] }[] = [];
  let inQuery = false;
  const flush = (): void => {
    if (role !== null) talk.read(role, blocks.flatMap(blockOf), null);
    blocks = [];
  };
  for (const written of new TextDecoder().decode(bytes).split('\n')) {
    const line = written.endsWith('\r') ? written.slice(0, -1) : written;
    const block = role === 'assistant' ? BLOCK.exec(line) : null;
    if (!inQuery && HEAD.test(line)) {
      flush();
      role = line.slice(0, line.indexOf(':'));
    } else if (block !== null) blocks.push({ type: block[1] ?? '', lines: [block[2] ?? ''] });
    else {
      const open = blocks.at(-1);
      // What is indented below a call is its input; the first line that is not ends it.
      if (open === undefined || (open.type === 'Tool call' && line !== '' && !/^\s/.test(line)))
        blocks.push({ type: 'text', lines: [line] });
      else open.lines.push(line);
    }
    if (line.includes('<user_query>')) inQuery = true;
    if (line.includes('</user_query>')) inQuery = false;
  }
  flush();
}

function blockOf({ type, lines }: { readonly type: string; readonly lines: readonly string[] }): readonly unknown[] {
  const text = lines.join('\n').replace(/^\n/, '').trimEnd();
  const [first = '', ...rest] = lines;
  switch (type) {
    case 'Thinking':
      return [{ type: 'thinking', thinking: text }];
    case 'Tool call':
      return [{ type: 'tool_use', name: first.trim(), input: inputOf(rest) }];
    case 'Tool result':
      return [{ type: 'tool_result', content: rest.join('\n').trimEnd() }];
    default:
      return text.trim() === '' ? [] : [{ type: 'text', text }];
  }
}

/** `name: value` a line, indented; what goes on below belongs to the value. */
function inputOf(lines: readonly string[]): unknown {
  const fields = new Map<string, string>();
  let last: string | null = null;
  for (const line of lines) {
    const [, name, value] = /^ {1,4}(\w{1,60}): ?(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) fields.set((last = name), value);
    else if (last !== null) fields.set(last, `${fields.get(last) ?? ''}\n${line}`);
  }
  return Object.fromEntries([...fields].map(([name, value]) => [name, stringOf(value)?.trimEnd() ?? '']));
}
