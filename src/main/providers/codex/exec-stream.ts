import { arrayOf, isObject, jsonOf, type JsonObject, numberOf, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Json, Outcome, Part } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { Entry } from './entry.ts';
import type { MessageMaker, Moment } from './message-maker.ts';
import { readMcpResult, readOutput } from './output.ts';
import { turnUsage } from './usage.ts';

/** Reads what `codex exec --json` prints: items that start, change and complete, without the prompts. Source: formats, §6.8. */
export class ExecStream {
  /** Items begun and not completed, by id: a stream that was cut off ends with them. */
  readonly #open = new Map<string, JsonObject>();
  readonly #make: MessageMaker;

  constructor(make: MessageMaker) {
    this.#make = make;
  }

  read(line: JsonObject, moment: Moment): readonly Entry[] {
    const type = stringOf(line['type']) ?? '';
    const item = objectOf(line['item']);
    const id = textOf(item['id']);
    switch (type) {
      case 'item.started':
      case 'item.updated':
        if (id !== null) this.#open.set(id, item);
        return [];
      case 'item.completed':
        if (id !== null) this.#open.delete(id);
        return this.#item(item, moment);
      case 'turn.completed': {
        const usage = turnUsage(line['usage']);
        return [...this.rest(moment), ...(usage === null ? [] : [{ kind: 'usage' as const, usage }])];
      }
      case 'turn.failed':
      case 'error': {
        const text = textOf(objectOf(line['error'])['message']) ?? textOf(line['message']);
        const entries = this.rest(moment);
        return text === null ? entries : [...entries, { kind: 'message', draft: this.#make.notice(moment, text, 'error') }];
      }
      default:
        return [];
    }
  }

  /** What began and never completed. */
  rest(moment: Moment): readonly Entry[] {
    const entries = [...this.#open.values()].flatMap((item) => this.#item(item, moment));
    this.#open.clear();
    return entries;
  }

  #item(item: JsonObject, moment: Moment): readonly Entry[] {
    const type = stringOf(item['type']) ?? stringOf(item['item_type']) ?? '';
    switch (type) {
      case 'agent_message':
      case 'assistant_message':
        return this.#say({ type: 'text', text: stringOf(item['text']) ?? '' }, moment);
      case 'reasoning':
        return this.#say({ type: 'thinking', text: stringOf(item['text']) ?? '' }, moment);
      case 'command_execution': {
        const code = numberOf(item['exit_code']);
        const outcome = code === null ? 'unknown' : code === 0 ? 'ok' : 'error';
        const output = stringOf(item['aggregated_output']) ?? '';
        return this.#call('exec_command', { command: jsonOf(item['command']) }, output, outcome, item, moment);
      }
      case 'file_change':
        return this.#call('apply_patch', { changes: jsonOf(item['changes']) }, '', statusOf(item), item, moment);
      case 'mcp_tool_call': {
        const name = `mcp__${stringOf(item['server']) ?? ''}__${stringOf(item['tool']) ?? ''}`;
        const error = isObject(item['error']) ? textOf(item['error']['message']) : textOf(item['error']);
        const text = error ?? readMcpResult(item['result']).text;
        return this.#call(name, jsonOf(item['arguments']), text, error === null ? statusOf(item) : 'error', item, moment);
      }
      case 'web_search':
        return this.#call('web_search', { query: jsonOf(item['query']) }, null, 'unknown', item, moment);
      case 'todo_list':
        return this.#call('todo_list', { items: jsonOf(arrayOf(item['items'])) }, null, 'unknown', item, moment);
      case 'error': {
        const text = textOf(item['message']) ?? readOutput(item['text']).text;
        return text === '' ? [] : [{ kind: 'message', draft: this.#make.notice(moment, text, 'error') }];
      }
      default: {
        const parts: Part[] = [{ type: 'unknown', kind: type, data: jsonOf(item) }];
        const id = this.#make.idOf(null, moment, 'exec', type, JSON.stringify(jsonOf(item)));
        return [
          { kind: 'message', draft: this.#make.draft(moment, { id, role: 'system', origin: 'system', hidden: true, parts }) },
        ];
      }
    }
  }

  #say(part: Part & { readonly text: string }, moment: Moment): readonly Entry[] {
    const id = this.#make.idOf(null, moment, 'exec', part.type, part.text);
    return [{ kind: 'message', draft: this.#make.draft(moment, { id, role: 'assistant', origin: 'assistant', parts: [part] }) }];
  }

  /** Ids of items begin anew with every run of a thread, so a call is known by its content. */
  #call(name: string, input: Json, output: string | null, outcome: Outcome, item: JsonObject, moment: Moment): readonly Entry[] {
    const make = this.#make;
    const callId = make.unique(derivedId(name, JSON.stringify(input), textOf(item['id'])));
    const call: Entry = { kind: 'message', draft: make.call(moment, callId, name, input) };
    if (output === null) return [call];
    const parts: Part[] = [{ type: 'tool-result', callId, text: output, outcome }];
    const id = make.unique(`out:${callId}`);
    return [call, { kind: 'message', draft: make.draft(moment, { id, role: 'tool', origin: 'tool', author: name, parts }) }];
  }
}

function statusOf(item: JsonObject): Outcome {
  return item['status'] === 'completed' ? 'ok' : item['status'] === 'failed' ? 'error' : 'unknown';
}
