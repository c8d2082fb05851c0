import {
  arrayOf,
  isObject,
  jsonOf,
  type JsonObject,
  numberOf,
  objectOf,
  stringOf,
  textOf,
  timeOf,
} from '../../../shared/json.ts';
import type { Json, Part } from '../../../shared/model.ts';
import type { ParsedIssue } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { structureInText } from '../reading/json-text.ts';
import { toolResult } from '../reading/message-list.ts';
import { usageOf } from '../reading/usage.ts';
import { Lane } from './lane.ts';

/** Events of the program's own life: nothing in them was said. Source: formats, §8.7, and the event kinds of the samples. */
const STATE =
  /^(?:session\.(?:info|warning|truncation|shutdown|usage_\w+|auto_mode\w*|idle|import\w*|handoff|snapshot_rewind|compaction_start|mode_\w+|plan_\w+|workspace_\w+|tools_\w+|skills_\w+|mcp_\w+|extensions_\w+|background_\w+|custom_\w+|binary_\w+|todos_\w+|permissions_\w+|autopilot_\w+|remote_\w+|task_\w+)|hook\.\w+|assistant\.(?:turn_start|turn_end|intent|streaming_\w+|\w+_delta|message_start|idle)|tool\.(?:execution_progress|execution_partial_result)|subagent\.(?:selected|deselected)|permission\.\w+|user_input\.\w+|elicitation\.\w+|external_tool\.\w+|command\.\w+|pending_messages\.\w+|exit_plan_mode\.\w+|auto_mode_switch\.\w+|mcp\.\w+|sampling\.\w+)$/;

/** Puts the events of a session together, the subagents' apart from its own. */
export class Session {
  readonly #ids = new Map<string, number>();
  readonly main = new Lane(this.#ids);
  /** By the call that started them. */
  readonly agents = new Map<string, Lane>();
  readonly issues: ParsedIssue[] = [];
  readonly #drift: DriftCounter;
  /** Of every event, its message or the one before it, where that is of the session's own lane. */
  readonly #messageOf = new Map<string, string | null>();
  id: string | null = null;
  title: string | null = null;
  cwd: string | null = null;
  branch: string | null = null;
  startedAt: number | null = null;
  lastTime: number | null = null;
  ignored = 0;

  constructor(drift: DriftCounter) {
    this.#drift = drift;
  }

  read(value: unknown, line: number): void {
    const type = isObject(value) ? textOf(value['type']) : null;
    if (!isObject(value) || type === null) {
      const message = `Line ${line} is no event of a session.`;
      this.issues.push({ code: 'no-event', message, where: `line ${line}`, raw: rawOf(value), unit: 'message' });
      return;
    }
    const data = objectOf(value['data']);
    const time = timeOf(value['timestamp']);
    if (time !== null && (this.lastTime === null || time > this.lastTime)) this.lastTime = time;
    const lane = this.#laneOf(data);
    const before = lane.list.messages.length;
    const native = textOf(value['id']);
    const id = native ?? derivedId('event', type, textOf(value['timestamp']), rawOf(data));
    const parent = lane === this.main ? this.#parentOf(value['parentId'], native) : lane.list.last;
    if (!this.#event(type, { id, data, time, lane, parent })) this.ignored++;
    if (native !== null && lane === this.main) {
      const added = lane.list.messages.length > before;
      this.#messageOf.set(native, added ? lane.list.last : parent);
    }
  }

  finish(): void {
    this.main.flush();
    const threads = new Map<string, string>();
    for (const [callId, lane] of this.agents) {
      lane.flush();
      if (lane.list.messages.length > 0) threads.set(callId, this.threadOf(callId));
    }
    this.main.lead(threads);
    // A subagent may have started others.
    for (const [callId, lane] of this.agents) lane.lead(threads, callId);
  }

  threadOf(callId: string): string {
    return `${this.id ?? 'session'}/${callId}`;
  }

  /** After a rewind an event hangs on an earlier one; else it follows the last. */
  #parentOf(parentId: unknown, own: string | null): string | null {
    const known = typeof parentId === 'string' && parentId !== own ? this.#messageOf.get(parentId) : undefined;
    return known === undefined ? this.main.list.last : known;
  }

  #laneOf(data: JsonObject): Lane {
    const callId = textOf(data['parentToolCallId']);
    if (callId === null) return this.main;
    let lane = this.agents.get(callId);
    if (lane === undefined) {
      lane = new Lane(this.#ids);
      this.agents.set(callId, lane);
    }
    return lane;
  }

  /** False: it is no message. */
  #event(type: string, event: Event): boolean {
    const { data, id, lane, time } = event;
    switch (type) {
      case 'session.start':
      case 'session.resume':
      case 'session.context_changed':
        this.#context(type, data, time);
        return false;
      case 'session.model_change':
        lane.model = textOf(data['newModel']) ?? lane.model;
        return false;
      case 'session.title_changed':
        this.title = textOf(data['title']) ?? this.title;
        return false;
      case 'user.message':
        this.#user(event);
        return true;
      case 'assistant.message':
        this.#assistant(event);
        return true;
      case 'assistant.reasoning':
        lane.reason({ id, text: stringOf(data['content']) ?? '', time });
        return true;
      case 'assistant.usage':
        this.#usage(lane, data);
        return false;
      case 'tool.execution_start':
      case 'tool.user_requested':
        return this.#start(event);
      case 'tool.execution_complete':
        this.#complete(event);
        return true;
      case 'subagent.started':
      case 'subagent.completed':
      case 'subagent.failed':
        this.#subagent(data);
        return false;
      case 'system.message':
      case 'system.notification':
      case 'skill.invoked':
        this.#aside(event, type, textOf(data['content']) ?? '', true);
        return true;
      case 'session.compaction_complete':
        this.#aside(event, 'compaction', textOf(data['summaryContent']) ?? textOf(data['summary']) ?? 'Context compacted', false);
        return true;
      case 'session.error':
        this.#aside(event, 'error', textOf(data['message']) ?? 'Error', false);
        return true;
      case 'abort':
        this.#aside(event, 'abort', `Aborted: ${textOf(data['reason']) ?? 'no reason given'}`, false);
        return true;
    }
    if (STATE.test(type)) return false;
    this.#drift.type('event.type', type, data);
    const parts: readonly Part[] = [{ type: 'unknown', kind: type, data: jsonOf(data) }];
    lane.add(id, { role: 'system', origin: 'system', hidden: true, createdAt: time, parent: event.parent, parts });
    return true;
  }

  #context(type: string, data: JsonObject, time: number | null): void {
    const context = isObject(data['context']) ? data['context'] : type === 'session.context_changed' ? data : {};
    this.id ??= textOf(data['sessionId']);
    this.cwd ??= textOf(context['cwd']) ?? textOf(context['gitRoot']);
    this.branch ??= textOf(context['branch']);
    this.main.model = textOf(data['selectedModel']) ?? this.main.model;
    if (type === 'session.start') this.startedAt ??= timeOf(data['startTime']) ?? time;
  }

  /** `content` is what was typed; `transformedContent` has context put around it. */
  #user({ data, id, lane, parent, time }: Event): void {
    const source = textOf(data['source']);
    const typed = lane === this.main && (source === null || !/^(?:system|skill|autopilot|agent|hook|command)/.test(source));
    const nativeId = lane.list.unique(id);
    const parts: Part[] = [];
    const text = stringOf(data['content']) ?? '';
    if (text !== '')
      parts.push(typed || lane !== this.main ? { type: 'text', text } : { type: 'text', text, source: 'injected' });
    for (const item of arrayOf(data['attachments'])) {
      const file = objectOf(item);
      const name = textOf(file['displayName']) ?? textOf(file['path']) ?? textOf(file['filePath']) ?? textOf(file['url']);
      const inline = textOf(file['data']);
      const mime = textOf(file['mimeType']);
      const url = inline === null ? null : inline.startsWith('data:') ? inline : `data:${mime ?? ''};base64,${inline}`;
      parts.push(lane.list.file(nativeId, { name, mime, url, text: textOf(file['text']) }));
    }
    lane.flush();
    lane.list.add({ nativeId, parent, role: 'user', origin: typed ? 'person' : 'injected', createdAt: time, parts });
  }

  #assistant({ data, id, lane, parent, time }: Event): void {
    const reasoning = textOf(data['reasoningText']);
    const parts: Part[] = [...lane.takeReasoning(reasoning)];
    const sealed = textOf(data['reasoningOpaque']) ?? textOf(data['encryptedContent']);
    if (reasoning !== null) parts.push({ type: 'thinking', text: reasoning });
    else if (parts.length === 0 && sealed !== null) parts.push({ type: 'thinking', text: '' });
    const text = stringOf(data['content']) ?? '';
    if (text !== '') parts.push({ type: 'text', text });
    const calls: { callId: string; name: string }[] = [];
    for (const item of arrayOf(data['toolRequests'])) {
      const call = callOf(objectOf(item), `${id}/call-${calls.length}`);
      parts.push(call);
      calls.push(call);
    }
    const model = textOf(data['model']) ?? lane.model;
    const usage = usageOf(null, numberOf(data['outputTokens']));
    lane.add(id, { role: 'assistant', origin: 'assistant', model, usage, createdAt: time, parent, parts });
    lane.called(calls);
  }

  #usage(lane: Lane, data: JsonObject): void {
    const cacheRead = numberOf(data['cacheReadTokens']) ?? 0;
    const input = numberOf(data['inputTokens']) ?? 0;
    // What came from the cache is counted in the input as well.
    const fresh = input >= cacheRead ? input - cacheRead : input;
    const usage = usageOf(fresh, numberOf(data['outputTokens']), cacheRead, numberOf(data['cacheWriteTokens']));
    if (usage !== null) lane.use(usage);
  }

  /** A call is known from the message that asked for it; else this is where it stands. */
  #start({ data, id, lane, parent, time }: Event): boolean {
    const call = callOf(data, `${id}/call`);
    if (lane.calls.has(call.callId)) return false;
    lane.add(id, {
      role: 'assistant',
      origin: 'assistant',
      model: textOf(data['model']) ?? lane.model,
      createdAt: time,
      parent,
      parts: [call],
    });
    lane.called([call]);
    return true;
  }

  #complete({ data, id, lane, parent, time }: Event): void {
    const callId = textOf(data['toolCallId']) ?? `${id}/call`;
    const author = lane.calls.get(callId) ?? textOf(data['toolName']);
    const success = data['success'];
    const outcome = typeof success === 'boolean' ? (success ? 'ok' : 'error') : 'unknown';
    const part = toolResult(callId, resultText(data), outcome, resultDetails(data));
    lane.add(id, { role: 'tool', origin: 'tool', author, createdAt: time, parent, parts: [part] });
  }

  #subagent(data: JsonObject): void {
    const callId = textOf(data['toolCallId']);
    if (callId === null) return;
    const lane = this.#laneOf({ parentToolCallId: callId });
    lane.title ??= textOf(data['agentDisplayName']) ?? textOf(data['agentName']);
    lane.model = textOf(data['model']) ?? lane.model;
  }

  #aside({ id, lane, parent, time }: Event, author: string, text: string, hidden: boolean): void {
    const parts: readonly Part[] = [{ type: 'text', text, source: 'injected' }];
    lane.add(id, { role: 'system', origin: 'system', author, hidden, createdAt: time, parent, parts });
  }
}

interface Event {
  readonly id: string;
  readonly data: JsonObject;
  readonly time: number | null;
  readonly lane: Lane;
  readonly parent: string | null;
}

function callOf(data: JsonObject, otherwise: string): Extract<Part, { type: 'tool-call' }> {
  const name = textOf(data['name']) ?? textOf(data['toolName']) ?? '';
  const title = textOf(data['intentionSummary']) ?? textOf(data['toolTitle']);
  const call = {
    type: 'tool-call' as const,
    callId: textOf(data['toolCallId']) ?? otherwise,
    name,
    input: structureInText(data['arguments']),
  };
  return title === null || title.length > 200 ? call : { ...call, title };
}

function resultText(data: JsonObject): string {
  const { result, error } = data;
  const text = isObject(result) ? (textOf(result['content']) ?? textOf(result['detailedContent'])) : stringOf(result);
  if (text !== null) return text;
  return isObject(error) ? (textOf(error['message']) ?? '') : (stringOf(error) ?? '');
}

/** Longest text kept in details. */
const LONGEST = 4000;

function resultDetails(data: JsonObject): Json | undefined {
  const result = objectOf(data['result']);
  const detailed = textOf(result['detailedContent']);
  const found: Record<string, Json> = {};
  if (detailed !== null && detailed !== textOf(result['content']) && detailed.length <= LONGEST)
    found['detailedContent'] = detailed;
  const code = textOf(objectOf(data['error'])['code']);
  if (code !== null) found['code'] = code;
  return Object.keys(found).length === 0 ? undefined : found;
}
