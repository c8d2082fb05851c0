import type { ParsedAttachment, ParsedConversation, ParsedMessage } from '../../shared/parsed.ts';
import type { Part } from '../../shared/model.ts';
import { namesOf, rootOf } from '../archive/identities.ts';

/** One conversation as one record has it. `key` names the record by its content (its hash): it breaks ties, whatever came first. */
export interface FamilyMember {
  readonly key: string;
  readonly conversation: ParsedConversation;
}

/**
 * Members by what their conversations are called: those of one native id that hold no message in common, nor continue one of the others,
 * are conversations of their own. In the order of `members`.
 */
export function separate(members: readonly FamilyMember[]): readonly FamilyMember[] {
  const names = new Map<FamilyMember, string>();
  for (const [plain, same] of Map.groupBy(members, ({ conversation }) => conversation.nativeId)) {
    if (same.length < 2 || same.every(({ conversation }) => conversation.piece === true)) continue;
    const called = namesOf(
      plain,
      same.map(({ conversation: { messages, continues = [], aliases = [], piece } }) => ({
        holds: piece === true ? null : [...messages.map(({ nativeId }) => nativeId), ...aliases],
        continues: [...messages.flatMap(({ parent }) => parent ?? []), ...continues],
        root: rootOf(messages),
      })),
    );
    same.forEach((member, at) => names.set(member, called[at] ?? plain));
  }
  return members.map((member) => {
    const { key, conversation } = member;
    const name = names.get(member) ?? conversation.nativeId;
    return name === conversation.nativeId ? member : { key, conversation: { ...conversation, nativeId: name } };
  });
}

/**
 * What a family of logs says together, after `separate`. Members of one identity are united by the native ids of their messages. A message that several
 * conversations hold (a fork or a resume copied it) belongs to one of them: to the explicit ancestor, else to the conversation whose
 * first message of its own is earliest. The others keep what is theirs and hang on it; a conversation that keeps nothing dissolves.
 *
 * Pure and independent of the order of members. Conversations come out sorted by native id.
 */
export function resolveFamily(members: readonly FamilyMember[]): readonly ParsedConversation[] {
  const identities = new Map<string, FamilyMember[]>();
  for (const member of members) {
    const same = identities.get(member.conversation.nativeId);
    if (same === undefined) identities.set(member.conversation.nativeId, [member]);
    else same.push(member);
  }
  const conversations = [...identities.values()].map(unite);
  if (conversations.length === 1) return conversations;
  return disown(conversations).toSorted((a, b) => compare(a.nativeId, b.nativeId));
}

/** All members have the same native id. */
function unite(members: readonly FamilyMember[]): ParsedConversation {
  const [only] = members;
  if (members.length === 1 && only !== undefined) return only.conversation;
  const sorted = members.toSorted(
    (a, b) =>
      firstTime(a.conversation) - firstTime(b.conversation) ||
      b.conversation.messages.length - a.conversation.messages.length ||
      compare(a.key, b.key),
  );
  const byAge = sorted.map((member) => member.conversation);
  const latest = byAge.toSorted((a, b) => lastTime(b) - lastTime(a));
  const messages = new Map<string, ParsedMessage>();
  for (const conversation of byAge) {
    for (const message of conversation.messages) {
      const held = messages.get(message.nativeId);
      if (held === undefined) messages.set(message.nativeId, message);
      else if (held !== message) messages.set(message.nativeId, fuller(held, message));
    }
  }
  const attachments = new Map<string, ParsedAttachment>();
  for (const attachment of byAge.flatMap((conversation) => conversation.attachments)) {
    const held = attachments.get(attachment.nativeId);
    if (
      held === undefined ||
      (held.bytes === undefined && held.entry === undefined && (attachment.bytes ?? attachment.entry) !== undefined)
    ) {
      attachments.set(attachment.nativeId, attachment);
    }
  }
  const pick = <T>(from: readonly ParsedConversation[], read: (conversation: ParsedConversation) => T | null): T | null => {
    for (const conversation of from) {
      const value = read(conversation);
      if (value !== null) return value;
    }
    return null;
  };
  const base = byAge[0];
  if (base === undefined) throw new RangeError('a family without members');
  return {
    nativeId: base.nativeId,
    title: pick(latest, (c) => c.title),
    createdAt: minimum(byAge.map((c) => c.createdAt)),
    updatedAt: maximum(byAge.map((c) => c.updatedAt)),
    project: pick(byAge, (c) => c.project),
    cwd: pick(byAge, (c) => c.cwd),
    gitBranch: pick(byAge, (c) => c.gitBranch),
    model: pick(latest, (c) => c.model),
    archived: latest[0]?.archived ?? false,
    ...(latest[0]?.starred === true && { starred: true }),
    ...(latest[0]?.tags !== undefined && { tags: latest[0].tags }),
    parent: pick(byAge, (c) => c.parent),
    activeLeaf: pick(latest, (c) => c.activeLeaf),
    messages: byAge.every((c) => c.piece === true) ? inLine(byAge, messages) : [...messages.values()],
    attachments: [...attachments.values()],
    familyKeys: [...new Set(byAge.flatMap((c) => c.familyKeys))].toSorted(compare),
    ...(base.piece === true ? { piece: true } : {}),
  };
}

/** Pieces one after the other: what a piece begins with hangs on the end of the one before. */
function inLine(pieces: readonly ParsedConversation[], messages: ReadonlyMap<string, ParsedMessage>): readonly ParsedMessage[] {
  const placed = new Map<string, ParsedMessage>();
  let end: string | null = null;
  for (const piece of pieces) {
    const repeats = piece.messages.some((message) => placed.has(message.nativeId));
    let last: string | null = end;
    for (const { nativeId } of piece.messages) {
      const message = messages.get(nativeId);
      if (message === undefined || placed.has(nativeId)) continue;
      const isFirst = message.parent === null || !messages.has(message.parent);
      placed.set(nativeId, isFirst ? { ...message, parent: end } : message);
      last = nativeId;
    }
    // Another telling of a piece adds at most an alternative.
    if (!repeats) end = last;
  }
  return [...placed.values()];
}

/** Of two tellings of one message the one that says more; the same for either order. */
function fuller(a: ParsedMessage, b: ParsedMessage): ParsedMessage {
  if (a.parts.length !== b.parts.length) return a.parts.length > b.parts.length ? a : b;
  const textA = JSON.stringify(a);
  const textB = JSON.stringify(b);
  if (textA.length !== textB.length) return textA.length > textB.length ? a : b;
  return textA >= textB ? a : b;
}

function disown(conversations: readonly ParsedConversation[]): readonly ParsedConversation[] {
  const byId = new Map(conversations.map((conversation) => [conversation.nativeId, conversation]));
  const holders = new Map<string, string[]>();
  for (const conversation of conversations) {
    for (const message of conversation.messages) {
      const held = holders.get(message.nativeId);
      if (held === undefined) holders.set(message.nativeId, [conversation.nativeId]);
      else if (held.at(-1) !== conversation.nativeId) held.push(conversation.nativeId);
    }
  }
  const rank = rankOf(conversations, holders);
  const ancestors = new Map(conversations.map((conversation) => [conversation.nativeId, ancestorsOf(conversation, byId)]));
  const owners = new Map<string, string>();
  const ownerByHolders = new Map<string, string>();
  for (const [message, held] of holders) {
    if (held.length === 1) continue;
    const key = held.join('\0');
    let owner = ownerByHolders.get(key);
    if (owner === undefined) {
      const heads = held.filter((id) => !held.some((other) => ancestors.get(id)?.has(other) === true));
      owner = (heads.length > 0 ? heads : held).reduce((best, id) => ((rank.get(id) ?? 0) < (rank.get(best) ?? 0) ? id : best));
      ownerByHolders.set(key, owner);
    }
    owners.set(message, owner);
  }
  if (owners.size === 0) return conversations;

  const dissolvedInto = new Map<string, string>();
  const kept: ParsedConversation[] = [];
  for (const conversation of conversations) {
    const result = keepOwn(conversation, owners, byId);
    if (typeof result === 'string') dissolvedInto.set(conversation.nativeId, result);
    else kept.push(result);
  }
  if (dissolvedInto.size === 0) return kept;
  return kept.map((conversation) => repoint(conversation, dissolvedInto));
}

/** A place for every conversation: first those without messages of their own, then by the time of the first of these, then by id. */
function rankOf(
  conversations: readonly ParsedConversation[],
  holders: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const firstOwn = new Map<string, number>();
  for (const conversation of conversations) {
    let time = Number.NEGATIVE_INFINITY;
    for (const message of conversation.messages) {
      if (holders.get(message.nativeId)?.length !== 1) continue;
      if (time === Number.NEGATIVE_INFINITY) time = Number.POSITIVE_INFINITY;
      if (message.createdAt !== null && message.createdAt < time) time = message.createdAt;
    }
    firstOwn.set(conversation.nativeId, time);
  }
  const sorted = conversations
    .map((conversation) => conversation.nativeId)
    .toSorted((a, b) => order(firstOwn.get(a) ?? 0, firstOwn.get(b) ?? 0) || compare(a, b));
  return new Map(sorted.map((id, place) => [id, place]));
}

function ancestorsOf(conversation: ParsedConversation, byId: ReadonlyMap<string, ParsedConversation>): ReadonlySet<string> {
  const found = new Set<string>();
  for (
    let parent = conversation.parent?.nativeId;
    parent !== undefined && !found.has(parent);
    parent = byId.get(parent)?.parent?.nativeId
  ) {
    if (!byId.has(parent)) break;
    found.add(parent);
  }
  // A circle of parents says nothing.
  return found.has(conversation.nativeId) ? new Set() : found;
}

/** The conversation with its own messages; or, when it has none, the id of the owner of its last message. */
function keepOwn(
  conversation: ParsedConversation,
  owners: ReadonlyMap<string, string>,
  byId: ReadonlyMap<string, ParsedConversation>,
): ParsedConversation | string {
  const own: ParsedMessage[] = [];
  const lost = new Set<string>();
  let lastOwner: string | null = null;
  for (const message of conversation.messages) {
    const owner = owners.get(message.nativeId) ?? conversation.nativeId;
    if (owner === conversation.nativeId) own.push(message);
    else {
      lost.add(message.nativeId);
      lastOwner = owner;
    }
  }
  if (lastOwner === null) return conversation;
  if (own.length === 0) return lastOwner;
  const joint = own.find((message) => message.parent !== null && lost.has(message.parent))?.parent;
  const owner = (joint === undefined || joint === null ? undefined : owners.get(joint)) ?? lastOwner;
  const used = new Set(own.flatMap((message) => message.parts.flatMap(attachmentsOfPart)));
  const copied = new Set(byId.get(owner)?.messages.map((message) => message.nativeId));
  const continued = [...copied].some((id) => !lost.has(id) && !own.some((message) => message.nativeId === id));
  return {
    ...conversation,
    createdAt: minimum(own.map((message) => message.createdAt)) ?? conversation.createdAt,
    parent: conversation.parent ?? { nativeId: owner, relation: continued ? 'fork' : 'resume' },
    activeLeaf: conversation.activeLeaf !== null && lost.has(conversation.activeLeaf) ? null : conversation.activeLeaf,
    messages: own,
    attachments: conversation.attachments.filter((attachment) => used.has(attachment.nativeId)),
  };
}

function attachmentsOfPart(part: Part): readonly string[] {
  return part.type === 'image' || part.type === 'file' ? [part.attachment] : [];
}

function repoint(conversation: ParsedConversation, dissolvedInto: ReadonlyMap<string, string>): ParsedConversation {
  const { parent } = conversation;
  if (parent === null) return conversation;
  let target = parent.nativeId;
  for (let hops = 0; hops < dissolvedInto.size; hops++) target = dissolvedInto.get(target) ?? target;
  if (target === parent.nativeId) return conversation;
  return { ...conversation, parent: target === conversation.nativeId ? null : { ...parent, nativeId: target } };
}

function firstTime(conversation: ParsedConversation): number {
  return (
    minimum([conversation.createdAt, ...conversation.messages.map((message) => message.createdAt)]) ?? Number.MAX_SAFE_INTEGER
  );
}

function lastTime(conversation: ParsedConversation): number {
  return maximum([conversation.updatedAt, ...conversation.messages.map((message) => message.createdAt)]) ?? 0;
}

function minimum(times: readonly (number | null)[]): number | null {
  return times.reduce((best, time) => (time !== null && (best === null || time < best) ? time : best), null);
}

function maximum(times: readonly (number | null)[]): number | null {
  return times.reduce((best, time) => (time !== null && (best === null || time > best) ? time : best), null);
}

function order(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
