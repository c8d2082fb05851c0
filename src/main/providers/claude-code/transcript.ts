import { isObject, type JsonObject, objectOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Usage } from '../../../shared/model.ts';
import type { ParsedIssue } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { priced, tokensOf } from '../reading/usage.ts';
import type { BodyContext, Draft, DraftBody } from './draft.ts';
import type { FileFacts } from './file-facts.ts';
import { assistantBody, attachmentBody, looseToolBody, summaryBody, systemBody } from './other-bodies.ts';
import { recordKeys, stateTypes } from './records.ts';
import { SaidParts } from './said-parts.ts';
import { TitleBook } from './titles.ts';
import { greaterUsage } from './usage.ts';
import { userBody } from './user-body.ts';

/** A record that can be a link in a chain: its message, if it is one, and the record before it. */
interface Link {
  readonly draft: Draft | null;
  readonly parent: string | null;
}

/** A tool call, where it stands, so that what is learned later (which thread it started) can be put into it. */
export interface CallSite {
  readonly draft: Draft;
  readonly place: number;
}

/** The records of one session file, read in order: messages in the making, links between them, and what is known besides. */
export class Transcript {
  readonly drafts: Draft[] = [];
  readonly links = new Map<string, Link>();
  readonly calls = new Map<string, CallSite>();
  /** Agent ids by the call that started them. */
  readonly agents = new Map<string, string>();
  readonly issues: ParsedIssue[] = [];
  readonly titles = new TitleBook();
  /** Entries of spilled results that were used, by id: kept for the next parse. */
  readonly spilled = new Map<string, string>();
  /** The first working directory and the last branch of each session, '' for records without one. */
  readonly cwd = new Map<string, string>();
  readonly gitBranch = new Map<string, string>();
  /** The session that each session says it was forked from. */
  readonly forkedFrom = new Map<string, string>();
  /** Records that are no message. */
  ignored = 0;
  readonly #facts: FileFacts;
  readonly #drift: DriftCounter;
  /** Streamed responses by session, lane and message id. */
  readonly #open = new Map<string, OpenResponse>();
  /** Prompts typed so far, by lane: no response spans one. */
  readonly #prompts = new Map<string, number>();
  /** Usage by message id and request id, and the message that carries it. */
  readonly #usage = new Map<string, Draft>();
  /** Calls without an id that wait for a result without one, by lane. */
  readonly #anonymous = new Map<string, string[]>();
  readonly #derived = new Map<string, number>();

  constructor(facts: FileFacts, drift: DriftCounter) {
    this.#facts = facts;
    this.#drift = drift;
  }

  /** Reads one record; never throws. */
  read(value: unknown, where: string): void {
    if (!isObject(value)) {
      const message = `At ${where} there is a ${value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value} where a record should be.`;
      this.issues.push({ code: 'not-a-record', message, where, raw: rawOf(value), unit: 'message' });
      return;
    }
    try {
      this.#record(value);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The record at ${where} could not be read (${reason}).`;
      this.issues.push({ code: 'bad-record', message, where, raw: rawOf(value), unit: 'message' });
    }
  }

  #record(record: JsonObject): void {
    const type = textOf(record['type']) ?? '';
    this.#drift.fields(record, recordKeys, type === '' ? 'record' : stateTypes.has(type) ? 'state' : type);
    const session = this.#facts.sessionOf(record);
    const key = session ?? '';
    const cwd = textOf(record['cwd']);
    if (cwd !== null && !this.cwd.has(key)) this.cwd.set(key, cwd);
    const branch = textOf(record['gitBranch']);
    if (branch !== null) this.gitBranch.set(key, branch);
    const forkedFrom = textOf(objectOf(record['forkedFrom'])['sessionId']);
    if (forkedFrom !== null && forkedFrom !== session && !this.forkedFrom.has(key)) this.forkedFrom.set(key, forkedFrom);

    const uuid = textOf(record['uuid']);
    const known = uuid === null ? undefined : this.links.get(uuid);
    if (known !== undefined && known.draft?.weak !== true) {
      this.ignored++;
      return;
    }
    const sidechain = this.#facts.isSidechain(record);
    const agent = sidechain ? this.#facts.agentOf(record) : null;
    const lane = `${key}|${sidechain ? (agent ?? '') : '-'}`;
    const id = uuid ?? this.#deriveId(record);
    const body = this.#body(record, type, sidechain, lane, id);
    if (body === null) {
      this.ignored++;
      this.#state(record, type, session);
      if (uuid !== null) this.links.set(uuid, { draft: null, parent: parentOf(record) });
      return;
    }
    this.#learnAgent(record, body);
    if (known?.draft !== undefined && known.draft !== null) {
      this.ignored++;
      if (!body.weak) Object.assign(known.draft, body, { time: known.draft.time ?? timeOf(record['timestamp']) });
      return;
    }
    const usage = type === 'assistant' ? priced(tokensOf(objectOf(record['message'])['usage']), record['costUSD']) : null;
    const draft = this.#place(record, type, body, { id, session, sidechain, agent, lane, usage });
    if (uuid !== null) this.links.set(uuid, { draft, parent: parentOf(record) });
  }

  /** A new message, or the message of which this record is a further part. */
  #place(record: JsonObject, type: string, body: DraftBody, at: Place): Draft {
    const messageId = type === 'assistant' ? textOf(objectOf(record['message'])['id']) : null;
    const requestId = textOf(record['requestId']);
    const prompts = this.#prompts.get(at.lane) ?? 0;
    if (messageId !== null) {
      const open = this.#open.get(`${at.lane}|${messageId}`);
      const sameRequest = open !== undefined && (open.requestId === null || requestId === null || open.requestId === requestId);
      if (open !== undefined && sameRequest && (open.prompts === prompts || open.said.all(body.parts))) {
        this.#extend(open, body);
        this.#count(open.draft, at.usage, messageId, requestId);
        return open.draft;
      }
    }
    const draft: Draft = {
      id: at.id,
      session: at.session,
      sidechain: at.sidechain,
      agent: at.agent,
      parentUuid: textOf(record['parentUuid']),
      logicalParent: textOf(record['logicalParentUuid']),
      time: timeOf(record['timestamp']),
      usage: null,
      ...body,
    };
    this.drafts.push(draft);
    this.#note(draft, 0);
    if (messageId !== null) {
      this.#open.set(`${at.lane}|${messageId}`, { draft, requestId, prompts, said: new SaidParts(draft.parts) });
      this.#count(draft, at.usage, messageId, requestId);
    } else {
      draft.usage = at.usage;
    }
    if (draft.kind === 'typed') this.#prompts.set(at.lane, prompts + 1);
    return draft;
  }

  #extend({ draft, said }: OpenResponse, body: DraftBody): void {
    const before = draft.parts.length;
    draft.parts.push(...body.parts.filter((part) => !said.has(part)));
    said.add(draft.parts, before);
    draft.attachments.push(...body.attachments);
    draft.model ??= body.model;
    this.#note(draft, before);
  }

  /** Once per response: the greatest usage of its records stands at its first message. */
  #count(draft: Draft, usage: Usage | null, messageId: string, requestId: string | null): void {
    const key = `${messageId}|${requestId ?? ''}`;
    const carrier = this.#usage.get(key) ?? draft;
    this.#usage.set(key, carrier);
    carrier.usage = greaterUsage(carrier.usage, usage);
  }

  #note(draft: Draft, from: number): void {
    for (let place = from; place < draft.parts.length; place++) {
      const part = draft.parts[place];
      if (part?.type === 'tool-call' && !this.calls.has(part.callId)) this.calls.set(part.callId, { draft, place });
    }
  }

  #body(record: JsonObject, type: string, sidechain: boolean, lane: string, id: string): DraftBody | null {
    const context = this.#context(lane, id);
    switch (type) {
      case 'user':
        return userBody(record, sidechain, context);
      case 'assistant':
        return assistantBody(record, context);
      case 'system':
        return systemBody(record);
      case 'attachment':
        return attachmentBody(record, sidechain, context);
      case 'tool_use':
      case 'tool_result':
        return looseToolBody(record, context);
      case 'summary':
        return isObject(record['message']) ? summaryBody(record) : null;
      default:
        if (!stateTypes.has(type)) this.#drift.type('record.type', type === '' ? 'none' : type, record);
        return null;
    }
  }

  #context(lane: string, id: string): BodyContext {
    return {
      id,
      anonymousCall: (n) => {
        const callId = `${id}#${n}`;
        const waiting = this.#anonymous.get(lane);
        if (waiting === undefined) this.#anonymous.set(lane, [callId]);
        else waiting.push(callId);
        return callId;
      },
      answeredCall: () => this.#anonymous.get(lane)?.shift() ?? '',
      toolOf: (callId) => {
        const site = this.calls.get(callId);
        const part = site?.draft.parts[site.place];
        return part?.type === 'tool-call' && part.name !== '' ? part.name : null;
      },
      drift: (path, name, example) => this.#drift.type(path, name, example),
      spilled: (pointer) => {
        const entry = this.#facts.spilled.get(pointer) ?? null;
        if (entry !== null) this.spilled.set(pointer, entry);
        return entry;
      },
    };
  }

  /** The agent a call started, as its result names it. */
  #learnAgent(record: JsonObject, body: DraftBody): void {
    const structured = record['toolUseResult'];
    const agent = isObject(structured) ? textOf(structured['agentId']) : null;
    if (agent === null) return;
    const result = body.parts.find((part) => part.type === 'tool-result');
    if (result?.type === 'tool-result' && result.callId !== '') this.agents.set(result.callId, agent);
  }

  #state(record: JsonObject, type: string, session: string | null): void {
    if (type === 'progress') {
      const data = objectOf(record['data']);
      const call = textOf(record['parentToolUseID']);
      const agent = data['type'] === 'agent_progress' ? textOf(data['agentId']) : null;
      if (call !== null && agent !== null && !this.agents.has(call)) this.agents.set(call, agent);
    } else {
      this.titles.read(record, type, session);
    }
  }

  /** Records of older versions and of the web export carry no uuid: what they say and when stands for one. */
  #deriveId(record: JsonObject): string {
    const type = textOf(record['type']) ?? '';
    if (stateTypes.has(type) && record['message'] === undefined) return '';
    const content = record['message'] ?? record['content'] ?? record['attachment'] ?? record['input'] ?? record['output'] ?? null;
    const base = derivedId(type, textOf(record['timestamp']), rawOf(content));
    const times = this.#derived.get(base) ?? 0;
    this.#derived.set(base, times + 1);
    return times === 0 ? base : `${base}~${times}`;
  }
}

/** A streamed response that further records may belong to. */
interface OpenResponse {
  readonly draft: Draft;
  readonly requestId: string | null;
  /** Prompts typed before it. */
  readonly prompts: number;
  readonly said: SaidParts;
}

interface Place {
  readonly id: string;
  readonly session: string | null;
  readonly sidechain: boolean;
  readonly agent: string | null;
  readonly lane: string;
  readonly usage: Usage | null;
}

function parentOf(record: JsonObject): string | null {
  return textOf(record['parentUuid']) ?? textOf(record['logicalParentUuid']);
}
