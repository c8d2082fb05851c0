import type { Draft } from './draft.ts';
import type { Transcript } from './transcript.ts';

/** The messages of one conversation in the file: a session, or one of its subagents. */
export interface Lane {
  readonly session: string | null;
  /** The agent's id, or the id of the first message of a subagent that has none; null for the session itself. */
  readonly agent: string | null;
  readonly drafts: Draft[];
}

/** The message whose record a uuid leads to, through records that are no messages. */
export type Resolve = (uuid: string | null) => Draft | null;

/** A resolver over the links of a transcript; each link is walked once. */
export function resolverOf(transcript: Transcript): Resolve {
  const known = new Map<string, Draft | null>();
  return (uuid) => {
    const walked: string[] = [];
    let found: Draft | null = null;
    for (let at = uuid; at !== null;) {
      const seen = known.get(at);
      if (seen !== undefined) {
        found = seen;
        break;
      }
      const link = transcript.links.get(at);
      if (link === undefined) break;
      walked.push(at);
      // Set at once, so that a circle of links ends here.
      known.set(at, null);
      if (link.draft !== null) {
        found = link.draft;
        break;
      }
      at = link.parent;
    }
    for (const at of walked) known.set(at, found);
    return found;
  };
}

/** The recorded predecessor of a message, in whatever conversation it is. */
export function predecessorOf(draft: Draft, resolve: Resolve): Draft | null {
  const found = draft.parentUuid === null ? null : resolve(draft.parentUuid);
  const logical = found === null && draft.logicalParent !== null ? resolve(draft.logicalParent) : found;
  return logical === draft ? null : logical;
}

/**
 * Sorts messages into conversations: one per session id, and one per subagent. Subagents of old versions stand in the session's file
 * without an id; each begins with a record of its own that follows none, and is named by it.
 */
export function lanesOf(transcript: Transcript, resolve: Resolve): readonly Lane[] {
  const lanes = new Map<string, Lane>();
  const laneOf = new Map<Draft, Lane>();
  const lastNameless = new Map<string, Lane>();
  const fallback = transcript.drafts.find((draft) => draft.session !== null)?.session ?? null;
  for (const draft of transcript.drafts) {
    const session = draft.session ?? fallback;
    const lane = draft.sidechain ? sideLane(draft, session) : open(session, null);
    lane.drafts.push(draft);
    laneOf.set(draft, lane);
  }
  return [...lanes.values()];

  function open(session: string | null, agent: string | null): Lane {
    const key = JSON.stringify([session, agent]);
    let lane = lanes.get(key);
    if (lane === undefined) {
      lane = { session, agent, drafts: [] };
      lanes.set(key, lane);
    }
    return lane;
  }

  function sideLane(draft: Draft, session: string | null): Lane {
    if (draft.agent !== null) return open(session, draft.agent);
    const before = predecessorOf(draft, resolve);
    const followed = before?.sidechain === true ? laneOf.get(before) : undefined;
    const key = session ?? '';
    const isStart = draft.parentUuid === null && draft.kind === 'aside';
    const lane = followed ?? (isStart || before !== null ? undefined : lastNameless.get(key)) ?? open(session, draft.id);
    lastNameless.set(key, lane);
    return lane;
  }
}
