import { isObject, textOf } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation, ParsedMessage } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { Draft } from './draft.ts';
import type { FileFacts } from './file-facts.ts';
import { type Lane, lanesOf, predecessorOf, type Resolve, resolverOf } from './lanes.ts';
import type { Transcript } from './transcript.ts';
import { arrange } from './tree.ts';

export interface Built {
  readonly conversations: readonly ParsedConversation[];
  /** Conversations of commands and notices alone, and the messages in them. */
  readonly empty: number;
  readonly emptyMessages: number;
  /** Titles the program's index gave, by session: used here. */
  readonly indexTitles: ReadonlyMap<string, string>;
  /** Titles for conversations in other files, by the uuid of one of their records. */
  readonly foreignTitles: readonly { readonly message: string; readonly title: string }[];
}

/** Makes the conversations of a file that has been read. */
export function buildConversations(transcript: Transcript, facts: FileFacts): Built {
  const resolve = resolverOf(transcript);
  const lanes = lanesOf(transcript, resolve);
  const laneOf = new Map<Draft, Lane>();
  for (const lane of lanes) for (const draft of lane.drafts) laneOf.set(draft, lane);
  const placeOf = new Map(lanes.map((lane, place) => [lane, place]));
  const top = topFinder(resolve);
  const names = new Map<Lane, string>(lanes.map((lane) => [lane, nameOf(lane)]));
  const tasks = linkCalls(transcript, lanes, names);

  const aliases = aliasesOf(transcript, resolve, laneOf);
  const { titles: summaries, foreign } = sortSummaries(transcript, resolve, laneOf);
  const indexTitles = new Map<string, string>();
  const conversations: ParsedConversation[] = [];
  let empty = 0;
  let emptyMessages = 0;
  for (const lane of lanes) {
    if (!lane.drafts.some((draft) => draft.origin === 'person' || draft.origin === 'tool' || draft.role === 'assistant')) {
      empty++;
      emptyMessages += lane.drafts.length;
      continue;
    }
    const title =
      lane.agent === null
        ? titleOf(lane, lane === lanes[0], transcript, summaries, facts, indexTitles)
        : (facts.description ?? tasks.get(names.get(lane) ?? '') ?? null);
    conversations.push(conversationOf(lane, title));
  }
  return { conversations, empty, emptyMessages, indexTitles, foreignTitles: foreign };

  function conversationOf(lane: Lane, title: string | null): ParsedConversation {
    const places = new Map(lane.drafts.map((draft, place) => [draft, place]));
    const before = lane.drafts.map((draft) => predecessorOf(draft, resolve));
    const arranged = arrange(
      lane.drafts.map((draft, place) => {
        const parent = before[place] ?? null;
        return { parent: parent === null ? -1 : (places.get(parent) ?? -1), time: draft.time, kind: draft.kind };
      }),
    );
    const messages = lane.drafts.map((draft, place): ParsedMessage => {
      const parent = arranged.parents[place] ?? -1;
      return messageOf(draft, parent === -1 ? null : (lane.drafts[parent]?.id ?? null), facts);
    });
    const leaf = arranged.activeLeaf === -1 ? null : (lane.drafts[arranged.activeLeaf]?.id ?? null);
    const key = lane.session ?? '';
    const cwd = transcript.cwd.get(key) ?? transcript.cwd.get('') ?? null;
    return {
      nativeId: names.get(lane) ?? '',
      title,
      ...span(lane.drafts),
      project: cwd === null ? null : lastSegment(cwd),
      cwd,
      gitBranch: transcript.gitBranch.get(key) ?? transcript.gitBranch.get('') ?? null,
      model: null,
      archived: false,
      parent: parentLink(lane, before),
      activeLeaf: leaf,
      messages,
      attachments: lane.drafts.flatMap((draft) => draft.attachments),
      familyKeys: familyKeys(lane, before),
      continues: lane.drafts.flatMap((draft, place) =>
        before[place] === null && draft.parentUuid !== null ? [draft.parentUuid] : [],
      ),
      aliases: aliases.get(lane) ?? [],
    };
  }

  /** A subagent hangs on its session; a session that goes on from a message of another is its resumption, or a fork of it. */
  function parentLink(lane: Lane, before: readonly (Draft | null)[]): ParsedConversation['parent'] {
    if (lane.agent !== null) return lane.session === null ? null : { nativeId: lane.session, relation: 'subagent' };
    const stated = transcript.forkedFrom.get(lane.session ?? '');
    if (stated !== undefined) return { nativeId: stated, relation: 'fork' };
    const from = before.find((draft) => draft !== null && laneOf.get(draft) !== lane) ?? null;
    const other = from === null ? undefined : laneOf.get(from);
    if (from === null || other === undefined || other.agent !== null || (placeOf.get(other) ?? 0) > (placeOf.get(lane) ?? 0))
      return null;
    const last = other.drafts.findLast((draft) => draft.kind === 'typed' || draft.kind === 'assistant');
    return { nativeId: names.get(other) ?? '', relation: last === from ? 'resume' : 'fork' };
  }

  /** Every message a chain begins with, here and in the sessions it comes from: copies of a chain begin with the same. */
  function familyKeys(lane: Lane, before: readonly (Draft | null)[]): readonly string[] {
    const roots = new Set<string>();
    lane.drafts.forEach((draft, place) => {
      if (roots.size < MOST_ROOTS && (draft.parentUuid === null || before[place] === null)) roots.add(draft.id);
    });
    const first = lane.drafts.find((draft) => draft.kind === 'typed' || draft.kind === 'assistant');
    if (first !== undefined) roots.add(first.id);
    const start = lane.drafts[0];
    if (start !== undefined) roots.add(top(start).id);
    return [...roots].map((id) => `root:${id}`);
  }
}

/** Records that are no message of their own: later parts of a response, state lines. The next file may go on from one of them. */
function aliasesOf(
  transcript: Transcript,
  resolve: Resolve,
  laneOf: ReadonlyMap<Draft, Lane>,
): ReadonlyMap<Lane, readonly string[]> {
  const aliases = new Map<Lane, string[]>();
  for (const uuid of transcript.links.keys()) {
    const draft = resolve(uuid);
    const lane = draft === null || draft.id === uuid ? undefined : laneOf.get(draft);
    if (lane === undefined) continue;
    const known = aliases.get(lane);
    if (known === undefined) aliases.set(lane, [uuid]);
    else known.push(uuid);
  }
  return aliases;
}

/** More chains than this in one session are records without links, not chains. */
const MOST_ROOTS = 50;

/** Where the chain of a message begins, in whatever conversation; each chain is walked once. */
function topFinder(resolve: Resolve): (draft: Draft) => Draft {
  const known = new Map<Draft, Draft>();
  return (draft) => {
    const walked: Draft[] = [];
    let at = draft;
    for (let next: Draft | null = draft; next !== null; next = predecessorOf(at, resolve)) {
      const seen = known.get(next);
      if (seen !== undefined) {
        at = seen;
        break;
      }
      at = next;
      walked.push(next);
      // Set at once, so that a circle ends here.
      known.set(next, next);
    }
    for (const seen of walked) known.set(seen, at);
    return at;
  };
}

function nameOf(lane: Lane): string {
  const first = lane.drafts[0];
  const session = lane.session ?? derivedId('session', first?.role ?? null, first?.time ?? null, firstText(first));
  return lane.agent === null ? session : `${session}/${lane.agent}`;
}

function firstText(draft: Draft | undefined): string {
  const part = draft?.parts.find((part) => part.type === 'text');
  return part?.type === 'text' ? part.text : '';
}

/** Puts into each call the thread it started, and gives the titles of these calls by thread: by the agent its result names, or by a subagent that begins with the call's prompt. */
function linkCalls(
  transcript: Transcript,
  lanes: readonly Lane[],
  names: ReadonlyMap<Lane, string>,
): ReadonlyMap<string, string> {
  const titles = new Map<string, string>();
  for (const [callId, agent] of transcript.agents) {
    const session = transcript.calls.get(callId)?.draft.session;
    if (session !== undefined && session !== null) setThread(callId, `${session}/${agent}`);
  }
  const nameless = lanes.filter((lane) => lane.agent !== null && lane.drafts[0]?.agent === null);
  const byPrompt = nameless.length === 0 ? new Map<string, string[]>() : callsByPrompt(transcript);
  for (const lane of nameless) {
    const callId = byPrompt.get(firstText(lane.drafts[0]))?.shift();
    if (callId !== undefined) setThread(callId, names.get(lane) ?? '');
  }
  return titles;

  function setThread(callId: string, thread: string): void {
    const site = transcript.calls.get(callId);
    const part = site?.draft.parts[site.place];
    if (site === undefined || part?.type !== 'tool-call') return;
    site.draft.parts[site.place] = { ...part, thread };
    if (part.title !== undefined && !titles.has(thread)) titles.set(thread, part.title);
  }
}

/** Calls that started something nobody named yet, in order, by the prompt they gave it. */
function callsByPrompt(transcript: Transcript): Map<string, string[]> {
  const byPrompt = new Map<string, string[]>();
  for (const [callId, site] of transcript.calls) {
    const part = site.draft.parts[site.place];
    if (part?.type !== 'tool-call' || part.thread !== undefined || !isObject(part.input)) continue;
    const prompt = textOf(part.input['prompt']);
    if (prompt === null) continue;
    const calls = byPrompt.get(prompt);
    if (calls === undefined) byPrompt.set(prompt, [callId]);
    else calls.push(callId);
  }
  return byPrompt;
}

/** Summaries name the conversation that holds a record, which may be in another file. */
function sortSummaries(
  transcript: Transcript,
  resolve: Resolve,
  laneOf: ReadonlyMap<Draft, Lane>,
): { readonly titles: ReadonlyMap<Lane, string>; readonly foreign: { message: string; title: string }[] } {
  const titles = new Map<Lane, string>();
  const foreign: { message: string; title: string }[] = [];
  for (const [uuid, title] of transcript.titles.summaries) {
    const draft = resolve(uuid);
    const lane = draft === null ? undefined : laneOf.get(draft);
    if (lane === undefined) foreign.push({ message: uuid, title });
    else titles.set(lane, title);
  }
  return { titles, foreign };
}

function titleOf(
  lane: Lane,
  isFirst: boolean,
  transcript: Transcript,
  summaries: ReadonlyMap<Lane, string>,
  facts: FileFacts,
  used: Map<string, string>,
): string | null {
  const stated =
    transcript.titles.of(lane.session) ?? (isFirst ? transcript.titles.of(null) : null) ?? summaries.get(lane) ?? null;
  if (stated !== null || lane.session === null) return stated;
  const indexed = facts.titles.get(lane.session) ?? null;
  if (indexed !== null) used.set(lane.session, indexed);
  return indexed;
}

function messageOf(draft: Draft, parent: string | null, facts: FileFacts): ParsedMessage {
  const parts: readonly Part[] = draft.parts;
  return {
    nativeId: draft.id,
    parent,
    role: draft.role,
    origin: draft.origin,
    author: draft.author ?? (draft.sidechain && draft.role === 'assistant' ? facts.agentType : null),
    model: draft.model,
    createdAt: draft.time,
    hidden: draft.hidden,
    usage: draft.usage,
    parts,
  };
}

function span(drafts: readonly Draft[]): { createdAt: number | null; updatedAt: number | null } {
  let createdAt: number | null = null;
  let updatedAt: number | null = null;
  for (const { time } of drafts) {
    if (time === null) continue;
    createdAt = createdAt === null || time < createdAt ? time : createdAt;
    updatedAt = updatedAt === null || time > updatedAt ? time : updatedAt;
  }
  return { createdAt, updatedAt };
}

/** The name of a folder, whichever way its path is written. */
function lastSegment(path: string): string | null {
  const name = path.split(/[\\/]/).findLast((segment) => segment !== '');
  return name ?? null;
}
