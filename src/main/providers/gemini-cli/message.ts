import { arrayOf, isObject, jsonOf, numberOf, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Json, Outcome, Part, Usage } from '../../../shared/model.ts';
import type { ParsedMessage } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { type GoogleParts, responseOf } from '../reading/google-parts.ts';
import { knownKeys } from './known-keys.ts';
import { typedText, wrappedText } from './said.ts';

/** What a message says, before it has its place. */
export type Said = Omit<ParsedMessage, 'nativeId' | 'parent'>;

/** Reads the messages of one session. A call that is told again with its result is one call. */
export class MessageReader {
  readonly google: GoogleParts;
  readonly #drift: DriftCounter;
  readonly #calls = new Map<string, { readonly name: string; answered: boolean }>();

  constructor(google: GoogleParts, drift: DriftCounter) {
    this.google = google;
    this.#drift = drift;
  }

  /** Null: nothing is said in it. */
  read(value: JsonObject): Said | null {
    const drift = this.#drift;
    drift.fields(value, knownKeys.message, 'message');
    const type = textOf(value['type'])?.toLowerCase() ?? (Array.isArray(value['toolCalls']) ? 'gemini' : '');
    const base = { author: null, createdAt: timeOf(value['timestamp']), usage: null };
    switch (type) {
      case 'user':
      case 'human':
        return this.#user(value, base);
      case 'info':
      case 'warning':
      case 'error': {
        const parts = this.#content(value['content']);
        return parts.length === 0
          ? null
          : { ...base, role: 'system', origin: 'system', model: null, hidden: false, author: type, parts };
      }
      default: {
        // A fork signs answers with its own name.
        const isAnswer =
          type === 'gemini' || type === 'model' || type === 'assistant' || 'model' in value || 'toolCalls' in value;
        if (!isAnswer) drift.type('message.type', type, value);
        return isAnswer ? this.#answer(value, base) : this.#unknown(type, value, base);
      }
    }
  }

  #unknown(kind: string, value: JsonObject, base: Pick<Said, 'author' | 'createdAt' | 'usage'>): Said {
    const said = this.#content(value['content']);
    const parts: Part[] = said.length > 0 ? said : [{ type: 'unknown', kind, data: jsonOf(value) }];
    return { ...base, role: 'system', origin: 'system', model: null, hidden: false, author: kind === '' ? null : kind, parts };
  }

  #content(content: unknown): Part[] {
    return (Array.isArray(content) ? content : [content]).flatMap((part) => this.google.read(part));
  }

  #user(value: JsonObject, base: Pick<Said, 'author' | 'createdAt' | 'usage'>): Said | null {
    const content = this.#content(value['content']);
    const shown = this.#content(value['displayContent']);
    const parts = shown.length === 0 ? wrappedText(content) : typedText(shown, content);
    if (parts.length === 0) return null;
    if (parts.every((part) => part.type === 'tool-result')) {
      return { ...base, role: 'tool', origin: 'tool', model: null, hidden: false, parts };
    }
    const injected = parts.every((part) => part.type === 'text' && part.source === 'injected');
    return { ...base, role: 'user', origin: injected ? 'injected' : 'person', model: null, hidden: injected, parts };
  }

  #answer(value: JsonObject, base: Pick<Said, 'author' | 'createdAt' | 'usage'>): Said | null {
    const thoughts = arrayOf(value['thoughts']).flatMap((thought) => this.#thought(thought));
    const said = this.#content(value['content']);
    const calls = arrayOf(value['toolCalls']).flatMap((call) => this.#call(call));
    const parts = [...thoughts, ...said, ...calls];
    const usage = this.#usage(value['tokens']);
    if (parts.length === 0 && usage === null) return null;
    const onlyResults = parts.length > 0 && parts.every((part) => part.type === 'tool-result');
    const role = onlyResults ? 'tool' : 'assistant';
    return { ...base, usage, role, origin: role, model: textOf(value['model']), hidden: parts.length === 0, parts };
  }

  #thought(thought: unknown): Part[] {
    if (typeof thought === 'string') return thought === '' ? [] : [{ type: 'thinking', text: thought }];
    if (!isObject(thought)) return [];
    this.#drift.fields(thought, knownKeys.thought, 'thoughts');
    const title = textOf(thought['subject']);
    const text = textOf(thought['description']) ?? textOf(thought['summary']) ?? textOf(thought['text']);
    if (title === null && text === null) return [];
    return [{ type: 'thinking', text: text ?? '', ...(title === null ? {} : { title }) }];
  }

  /** `input` counts what came from the cache as well; thoughts are paid for as output. */
  #usage(value: unknown): Usage | null {
    if (!isObject(value)) return null;
    this.#drift.fields(value, knownKeys.tokens, 'tokens');
    const count = (key: string): number => Math.max(0, Math.round(numberOf(value[key]) ?? 0));
    const cacheRead = Math.min(count('cached'), count('input'));
    const usage = {
      input: count('input') - cacheRead + count('tool'),
      output: count('output') + count('thoughts'),
      cacheRead,
      cacheWrite: 0,
    };
    return usage.input + usage.output + usage.cacheRead === 0 ? null : usage;
  }

  #call(value: unknown): Part[] {
    if (!isObject(value)) return [];
    this.#drift.fields(value, knownKeys.toolCall, 'toolCalls');
    const name = textOf(value['name']) ?? 'tool';
    const input = jsonOf(value['args']);
    const given = textOf(value['id']);
    const result = this.#result(value);
    const held = given === null ? undefined : this.#calls.get(given);
    // Told before: the result alone is new.
    if (given !== null && held !== undefined && !held.answered && held.name === name) {
      if (result === null) return [];
      held.answered = true;
      return [{ type: 'tool-result', callId: given, name, ...result.own }, ...result.files];
    }
    const wanted = given ?? derivedId('call', name, JSON.stringify(input), textOf(value['timestamp']));
    let callId = wanted;
    for (let number = 2; this.#calls.has(callId) && number < 100; number++) callId = `${wanted}#${number}`;
    this.#calls.set(callId, { name, answered: result !== null });
    const title = textOf(value['description']);
    const thread = textOf(value['agentId']);
    const call: Part = {
      type: 'tool-call',
      callId,
      name,
      input,
      ...(title === null ? {} : { title }),
      ...(thread === null ? {} : { thread }),
    };
    return result === null ? [call] : [call, { type: 'tool-result', callId, name, ...result.own }, ...result.files];
  }

  /** Null: the call has not come back. */
  #result(call: JsonObject): {
    readonly own: { readonly text: string; readonly outcome: Outcome; readonly details?: Json };
    readonly files: readonly Part[];
  } | null {
    const status = textOf(call['status']);
    const texts: string[] = [];
    const files: Part[] = [];
    let stated: Outcome = 'unknown';
    const { result } = call;
    for (const part of Array.isArray(result) ? result : [result]) {
      if (typeof part === 'string') texts.push(part);
      if (!isObject(part)) continue;
      const response = part['functionResponse'];
      if (isObject(response)) {
        const said = responseOf(response['response']);
        texts.push(said.text);
        if (said.outcome !== 'unknown') stated = said.outcome;
        files.push(...arrayOf(response['parts']).flatMap((inner) => this.google.files(objectOf(inner))));
      } else if ('functionResponse' in part) continue;
      else if (typeof part['text'] === 'string') texts.push(part['text']);
      else if ('output' in part || 'error' in part) texts.push(responseOf(part).text);
      else {
        const shown = this.google.files(part);
        if (shown.length > 0) files.push(...shown);
        else texts.push(JSON.stringify(jsonOf(part), null, 2));
      }
    }
    const display = call['resultDisplay'];
    if (texts.join('') === '' && typeof display === 'string') texts.push(display);
    const outcome = status === 'success' || status === 'completed' ? 'ok' : status === 'error' ? 'error' : stated;
    const answered = texts.length > 0 || files.length > 0 || outcome !== 'unknown' || status === 'cancelled';
    if (!answered) return null;
    const details = detailsOf(status, display);
    return { own: { text: texts.join('\n'), outcome, ...(details === undefined ? {} : { details }) }, files };
  }
}

/** What the result's text does not say: that it was cancelled, which file was changed, how much. */
function detailsOf(status: string | null, display: unknown): Json | undefined {
  const details: [string, Json][] = [];
  if (status === 'cancelled') details.push(['status', status]);
  if (isObject(display)) {
    const file = textOf(display['fileName']);
    if (file !== null) details.push(['fileName', file]);
    for (const key in objectOf(display['diffStat'])) {
      const count = objectOf(display['diffStat'])[key];
      if (typeof count === 'number') details.push([key, count]);
    }
  }
  return details.length === 0 ? undefined : Object.fromEntries(details);
}
