import { isObject, type JsonObject, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { ParsedIssue } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import type { Entry } from './entry.ts';
import { readEvent } from './events.ts';
import { ExecStream } from './exec-stream.ts';
import { readItem } from './items.ts';
import { type Line, lineOf } from './line.ts';
import { MessageMaker, type Moment } from './message-maker.ts';
import { cwdOf } from './origin.ts';
import { TokenMeter } from './usage.ts';

/** Keys of a response item seen so far; others are reported. */
const ITEM_KEYS = new Set(
  `type id role content phase timestamp model status call_id name namespace arguments input output summary encrypted_content action execution
  tools result revised_prompt author recipient ghost_commit internal_chat_message_metadata_passthrough metadata input_tokens output_tokens
  cached_input_tokens reasoning_output_tokens total_tokens end_turn success`.split(/\s+/),
);

/** The lines of one thread, read in order. */
export class Rollout {
  /** What each line gave; lines that gave nothing are counted in `ignored`. */
  readonly lines: (readonly Entry[])[] = [];
  readonly issues: ParsedIssue[] = [];
  /** Threads that calls started, by call id. */
  readonly threads = new Map<string, string>();
  /** Headers, the thread's own first; a copied beginning brings those it was copied from. */
  readonly metas: JsonObject[] = [];
  /** Lines that are no message and no part of one. */
  ignored = 0;
  title: string | null = null;
  cwd: string | null = null;
  /** Of the header, or of the first line with a time. */
  startedAt: number | null = null;
  updatedAt: number | null = null;
  readonly make = new MessageMaker();
  readonly #drift: DriftCounter;
  readonly #meter = new TokenMeter();
  readonly #exec = new ExecStream(this.make);
  readonly #tools = new Map<string, string>();
  /** The turn's id, or, as long as lines state none, what the person said so far: part of the ids of messages that have none. */
  #turn: string | null = null;
  #hasTurns = false;
  #model: string | null = null;

  constructor(drift: DriftCounter) {
    this.#drift = drift;
  }

  /** Native id of the thread, where a header states one. */
  get id(): string | null {
    const [own] = this.metas;
    return own === undefined ? null : (textOf(own['id']) ?? textOf(own['session_id']) ?? textOf(own['thread_id']));
  }

  /** What started this thread, when another agent did. */
  get subagent(): unknown {
    const source = this.metas[0]?.['source'];
    return isObject(source) ? source['subagent'] : undefined;
  }

  /** Reads one line; never throws. */
  read(value: unknown, where: string): void {
    const line = lineOf(value);
    if (line === null) {
      const message = `At ${where} there is something else than a record.`;
      this.issues.push({ code: 'not-a-record', message, where, raw: rawOf(value), unit: 'message' });
      return;
    }
    try {
      this.#line(line);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The record at ${where} could not be read (${reason}).`;
      this.issues.push({ code: 'bad-record', message, where, raw: rawOf(value), unit: 'message' });
    }
  }

  /** Call after the last line. */
  finish(): void {
    this.lines.push(this.#exec.rest(this.#moment(null)));
  }

  #moment(time: number | null): Moment {
    return { turn: this.#turn, model: this.#model, time };
  }

  #line({ kind, time, payload, type }: Line): void {
    if (time !== null) {
      this.startedAt ??= time;
      if (this.updatedAt === null || time > this.updatedAt) this.updatedAt = time;
    }
    switch (kind) {
      case 'meta':
        this.ignored++;
        this.metas.push(payload);
        if (this.metas.length === 1) {
          this.startedAt = timeOf(payload['timestamp']) ?? this.startedAt;
          this.cwd = textOf(payload['cwd']);
        }
        return;
      case 'turn':
        this.ignored++;
        this.#enter(payload);
        this.#model = textOf(payload['model']) ?? this.#model;
        this.cwd ??= textOf(payload['cwd']);
        return;
      case 'item':
        this.#item(payload, time);
        return;
      case 'event':
        this.#event(payload, time);
        return;
      case 'compacted': {
        const text = textOf(payload['message']) ?? 'Context compacted';
        const draft = this.make.notice(this.#moment(time), text, 'compaction');
        this.lines.push([{ kind: 'message', draft, divider: true }]);
        return;
      }
      case 'exec': {
        if (type === 'thread.started') this.metas.push({ id: payload['thread_id'] });
        if (type === 'item.completed' && payload['item'] === undefined) this.#drift.type('exec.item', 'none', payload);
        const entries = this.#exec.read(payload, this.#moment(time));
        if (!entries.some((entry) => entry.kind === 'message')) this.ignored++;
        this.lines.push(entries);
        return;
      }
      case 'unknown':
        this.#drift.type('line.type', type === '' ? 'none' : type, payload);
        this.ignored++;
        return;
      case 'state':
        this.ignored++;
    }
  }

  #enter(payload: JsonObject): void {
    const turn = textOf(payload['turn_id']);
    if (turn === null) return;
    this.#turn = turn;
    this.#hasTurns = true;
  }

  #item(payload: JsonObject, time: number | null): void {
    this.#drift.fields(payload, ITEM_KEYS, 'response_item');
    const moment = this.#moment(time ?? timeOf(payload['timestamp']));
    const toolOf = (callId: string): string | null => this.#tools.get(callId) ?? null;
    const subagent = this.subagent !== undefined;
    const item = readItem(payload, { make: this.make, moment, drift: this.#drift, subagent, toolOf });
    if (item === null) {
      this.ignored++;
      return;
    }
    if ('usage' in item) {
      this.#count(item.usage);
      return;
    }
    const { draft } = item;
    for (const part of draft.parts) {
      if (part.type === 'tool-call') this.#tools.set(part.callId, part.name);
      else if (part.type === 'tool-result') this.#learnThread(part.callId, part.text);
      else if (part.type === 'text' && part.source === 'injected') this.cwd ??= cwdOf(part.text);
    }
    this.lines.push([item.divider === true ? { kind: 'message', draft, divider: true } : { kind: 'message', draft }]);
    if (!this.#hasTurns && draft.role === 'user' && !draft.hidden) this.#turn = derivedId(this.#turn, draft.id);
  }

  /** A spawned agent is named in the result of the call. */
  #learnThread(callId: string, text: string): void {
    if (this.#tools.get(callId)?.endsWith('spawn_agent') !== true) return;
    const agent = /"(?:agent_id|thread_id|new_thread_id)"\s*:\s*"([\w-]{1,64})"/.exec(text.slice(0, 2000))?.[1];
    if (agent !== undefined && !this.threads.has(callId)) this.threads.set(callId, agent);
  }

  #count(payload: JsonObject): void {
    this.ignored++;
    const usage = this.#meter.read(payload);
    if (usage !== null) this.lines.push([{ kind: 'usage', usage }]);
  }

  #event(payload: JsonObject, time: number | null): void {
    const type = stringOf(payload['type']) ?? '';
    switch (type) {
      case 'token_count':
        this.#count(payload);
        return;
      case 'task_started':
      case 'turn_started':
        this.#enter(payload);
        break;
      case 'thread_settings_applied':
        this.#model = textOf(objectOf(payload['thread_settings'])['model']) ?? this.#model;
        break;
      case 'thread_name_updated': {
        const thread = textOf(payload['thread_id']);
        if (thread === null || this.id === null || thread === this.id) this.title = textOf(payload['thread_name']) ?? this.title;
        break;
      }
      case 'collab_agent_spawn_end': {
        const call = textOf(payload['call_id']);
        const thread = textOf(payload['new_thread_id']);
        if (call !== null && thread !== null) this.threads.set(call, thread);
        break;
      }
    }
    const entries = readEvent(payload, { make: this.make, moment: this.#moment(time), subagent: this.subagent !== undefined });
    if (entries === null) this.#drift.type('event_msg.type', type === '' ? 'none' : type, payload);
    if (entries === null || !entries.some((entry) => entry.kind === 'message' || entry.kind === 'words')) this.ignored++;
    if (entries !== null) this.lines.push(entries);
  }
}
