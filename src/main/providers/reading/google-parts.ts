import { isObject, jsonOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json, Outcome, Part } from '../../../shared/model.ts';
import type { ParsedAttachment } from '../../../shared/parsed.ts';
import { decodeBase64 } from './base64.ts';
import { derivedId } from './derived-id.ts';
import type { DriftCounter } from './drift.ts';
import { mimeOf } from './mime.ts';

// Parts of a `Content`, as Google's API has them and its programs write them down. Source: formats, §7.1 and §7.3.

const known = new Set(
  `text thought thoughtSignature inlineData inlineFile inlineImage fileData functionCall functionResponse executableCode
  codeExecutionResult videoMetadata callId mediaResolution partMetadata`
    .trim()
    .split(/\s+/),
);

/** The parts, attachments and pairs of call and result of one conversation. */
export class GoogleParts {
  readonly #attachments = new Map<string, ParsedAttachment>();
  readonly #calls = new Map<string, { readonly ids: string[]; answered: number }>();
  readonly #made = new Map<string, number>();
  readonly #drift: DriftCounter;
  readonly #path: string;

  /** @param path where drift is counted */
  constructor(drift: DriftCounter, path: string) {
    this.#drift = drift;
    this.#path = path;
  }

  get attachments(): readonly ParsedAttachment[] {
    return [...this.#attachments.values()];
  }

  /** What one part says, in its order; an unknown one is kept as it is. */
  read(value: unknown): Part[] {
    if (typeof value === 'string') return value === '' ? [] : [{ type: 'text', text: value }];
    if (!isObject(value))
      return value === null || value === undefined ? [] : [{ type: 'unknown', kind: 'part', data: jsonOf(value) }];
    this.#drift.fields(value, known, this.#path);
    const parts: Part[] = [];
    const text = textOf(value['text']);
    if (text !== null) parts.push(value['thought'] === true ? { type: 'thinking', text } : { type: 'text', text });
    parts.push(...this.files(value), ...this.tools(value));
    if (parts.length === 0 && !Object.keys(value).some((key) => known.has(key))) {
      parts.push({ type: 'unknown', kind: 'part', data: jsonOf(value) });
    }
    return parts;
  }

  /** Files of a part, or of a chunk that has the fields of one: with their bytes, or by their address. */
  files(value: JsonObject): Part[] {
    const parts: Part[] = [];
    for (const key of ['inlineData', 'inlineFile', 'inlineImage']) {
      const file = value[key];
      if (isObject(file)) parts.push(this.inline(file));
    }
    const stored = value['fileData'];
    const uri = isObject(stored) ? textOf(stored['fileUri']) : null;
    if (isObject(stored) && uri !== null) {
      if (/^https?:\/\//.test(uri) && textOf(stored['mimeType'])?.startsWith('video/') === true) {
        parts.push({ type: 'citation', url: uri, title: textOf(stored['displayName']) });
      } else parts.push(this.refer(uri, textOf(stored['displayName']), textOf(stored['mimeType'])));
    }
    return parts;
  }

  /** Calls and results of a part, or of a chunk that has the fields of one. */
  tools(value: JsonObject): Part[] {
    const parts: Part[] = [];
    const { functionCall, functionResponse, executableCode, codeExecutionResult } = value;
    if (isObject(functionCall)) {
      const name = textOf(functionCall['name']) ?? 'function';
      parts.push(this.open(textOf(functionCall['id']), name, jsonOf(functionCall['args'])));
    }
    if (isObject(functionResponse)) {
      const name = textOf(functionResponse['name']) ?? 'function';
      const said = responseOf(functionResponse['response']);
      parts.push(this.answer(textOf(functionResponse['id']), name, said.text, said.outcome));
    }
    if (isObject(executableCode)) {
      const input = {
        language: textOf(executableCode['language'])?.toLowerCase() ?? 'python',
        code: textOf(executableCode['code']) ?? '',
      };
      parts.push(this.open(textOf(executableCode['id']), 'code_execution', input));
    }
    if (isObject(codeExecutionResult)) {
      const outcome = textOf(codeExecutionResult['outcome']);
      const stated =
        outcome === null ? 'unknown' : outcome === 'OUTCOME_OK' ? 'ok' : /FAILED|DEADLINE/.test(outcome) ? 'error' : 'unknown';
      const output = textOf(codeExecutionResult['output']) ?? '';
      parts.push(this.answer(textOf(codeExecutionResult['id']), 'code_execution', output, stated));
    }
    return parts;
  }

  open(id: string | null, name: string, input: Json): Part {
    const callId = id ?? this.#fresh(derivedId('call', name, JSON.stringify(input)));
    const held = this.#calls.get(name);
    if (held === undefined) this.#calls.set(name, { ids: [callId], answered: 0 });
    else held.ids.push(callId);
    return { type: 'tool-call', callId, name, input };
  }

  /** A result without an id answers the oldest call of its tool that waits. */
  answer(id: string | null, name: string, text: string, outcome: Outcome): Part {
    const calls = this.#calls.get(name);
    const waiting = id ?? calls?.ids[calls.answered];
    if (calls !== undefined && calls.ids[calls.answered] === waiting) calls.answered++;
    const callId = waiting ?? this.#fresh(derivedId('result', name, text));
    return { type: 'tool-result', callId, text, outcome, name };
  }

  /** `{mimeType, data}`, the data being base64. */
  inline(file: JsonObject): Part {
    const data = textOf(file['data']) ?? '';
    const name = textOf(file['displayName']) ?? textOf(file['name']);
    const mime = textOf(file['mimeType']) ?? mimeOf(name);
    const bytes = decodeBase64(data);
    const nativeId = derivedId('inline', mime, data);
    this.#attachments.set(nativeId, {
      nativeId,
      name,
      mime,
      size: bytes?.length ?? null,
      ...(bytes === null || data === '' ? {} : { bytes }),
    });
    return partOf(nativeId, name, mime);
  }

  /** A file that is elsewhere. */
  refer(nativeId: string, name: string | null, mime: string | null): Part {
    const type = mime ?? mimeOf(name);
    if (!this.#attachments.has(nativeId)) this.#attachments.set(nativeId, { nativeId, name, mime: type, size: null });
    return partOf(nativeId, name, type);
  }

  /** The same content twice is two: the second has a number. */
  #fresh(id: string): string {
    const count = (this.#made.get(id) ?? 0) + 1;
    this.#made.set(id, count);
    return count === 1 ? id : `${id}#${count}`;
  }
}

function partOf(attachment: string, name: string | null, mime: string | null): Part {
  return { type: mime?.startsWith('image/') === true ? 'image' : 'file', attachment, name, mime };
}

/** What a function's `response` says: its `output` or its `error`, else the whole of it. */
export function responseOf(response: unknown): { readonly text: string; readonly outcome: Outcome } {
  if (typeof response === 'string') return { text: response, outcome: 'unknown' };
  const { output, error } = objectOf(response);
  if (error !== undefined && error !== null && error !== '' && error !== false) return { text: textual(error), outcome: 'error' };
  if (output !== undefined) return { text: textual(output), outcome: 'unknown' };
  return { text: response === undefined || response === null ? '' : textual(response), outcome: 'unknown' };
}

function textual(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(jsonOf(value), null, 2);
}
