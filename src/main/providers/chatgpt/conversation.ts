import { arrayOf, booleanOf, isObject, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { keptThere } from '../reading/kept-there.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import type { ConversationResult } from '../reading/record-reader.ts';
import type { Assets } from './assets.ts';
import { Attachments } from './attachments.ts';
import { asCall, asResult, callFor, type CallNode } from './calls.ts';
import { NO_CANVASES, replayCanvas, type Canvases } from './canvas.ts';
import { resolveCitations, stripMarkers, stripPastedMarkers } from './citations.ts';
import { contentParts } from './content.ts';
import { knownKeys } from './known-keys.ts';
import { agentId, factsOf, type MessageFacts } from './message.ts';
import { treeOf, type TreeNode } from './tree.ts';

/** What is known along a branch at one node. */
interface Place {
  /** Native id of the nearest kept message, here or above. */
  readonly id: string | null;
  readonly call: CallNode | null;
  readonly canvases: Canvases;
}

/** Makes a conversation of an object with `mapping`. Source: formats §3.2–§3.10. */
export function readConversation(raw: JsonObject, mapping: JsonObject, assets: Assets, drift: DriftCounter): ConversationResult {
  drift.fields(raw, knownKeys.conversation, 'conversation');
  const nodes = treeOf(mapping);
  const reader = new Reader(raw, nodes, assets, drift);
  for (const node of nodes) reader.read(node);
  if (reader.messages.length === 0) return { conversation: null, issues: reader.issues, ignoredMessages: 0 };
  reader.finishCanvases();
  const template = [textOf(raw['gizmo_id']), textOf(raw['conversation_template_id'])];
  const conversation = parsedConversation({
    nativeId: reader.conversationId,
    title: textOf(raw['title']),
    createdAt: timeOf(raw['create_time']),
    updatedAt: timeOf(raw['update_time']),
    project: template.find((id) => id?.startsWith('g-p-') === true) ?? null,
    model: textOf(raw['default_model_slug']) ?? textOf(raw['model_slug']),
    archived: booleanOf(raw['is_archived']) === true,
    ...keptThere(booleanOf(raw['is_starred']) === true || timeOf(raw['pinned_time']) !== null),
    activeLeaf: reader.activeLeaf(raw['current_node']),
    messages: reader.messages,
    attachments: reader.attachments.list(),
  });
  return { conversation, issues: reader.issues, ignoredMessages: 0 };
}

class Reader {
  readonly messages: ParsedMessage[] = [];
  readonly issues: ParsedIssue[] = [];
  readonly attachments: Attachments;
  readonly conversationId: string;
  readonly #assets: Assets;
  readonly #drift: DriftCounter;
  readonly #agent: string | null;
  readonly #ids: ReadonlyMap<TreeNode, string>;
  readonly #places = new Map<TreeNode, Place>();
  readonly #answered = new Set<string>();
  #hasCanvas = false;

  constructor(raw: JsonObject, nodes: readonly TreeNode[], assets: Assets, drift: DriftCounter) {
    this.#assets = assets;
    this.#drift = drift;
    this.#ids = idsOf(nodes);
    this.#agent = agentId(raw['gizmo_id']);
    this.attachments = new Attachments(assets);
    this.conversationId = idOf(raw['conversation_id']) ?? idOf(raw['id']) ?? derivedConversationId(nodes);
  }

  /** Reads one node; its parent has been read. A node without a message passes on what is above it. */
  read(node: TreeNode): void {
    const above = (node.parent === null ? undefined : this.#places.get(node.parent)) ?? {
      id: null,
      call: null,
      canvases: NO_CANVASES,
    };
    this.#drift.fields(node.raw, knownKeys.node, 'node');
    const { message } = node;
    const id = this.#ids.get(node);
    if (!isObject(message) || id === undefined) {
      if (message !== null) this.#issue(node);
      this.#places.set(node, above);
      return;
    }
    this.#drift.fields(message, knownKeys.message, 'message');
    const facts = factsOf(message, this.#agent, this.#drift);
    this.#drift.fields(facts.metadata, knownKeys.metadata, 'message.metadata');
    const call: CallNode = { id, tool: facts.tool, stop: facts.origin === 'person' && !facts.hidden, parent: above.call };
    const made = this.#partsOf(node, id, message, facts, above);
    this.#places.set(node, { id, call, canvases: made.canvases });
    const empty = made.parts.length === 0 && facts.role !== 'tool';
    this.messages.push({
      nativeId: id,
      parent: above.id,
      role: facts.role,
      origin: facts.origin,
      author: facts.author,
      model: facts.model,
      createdAt: node.time,
      hidden: facts.hidden || empty,
      usage: null,
      parts: made.parts,
    });
  }

  /** A canvas whose last change could not be replayed stands, as it was in the end, beside the conversations. */
  finishCanvases(): void {
    if (!this.#hasCanvas) return;
    const last = new Map<string, { place: number; part: number; time: number }>();
    for (const [place, { parts, createdAt }] of this.messages.entries()) {
      const time = createdAt ?? 0;
      for (const [at, part] of parts.entries()) {
        if (part.type === 'artifact' && time >= (last.get(part.artifact)?.time ?? 0))
          last.set(part.artifact, { place, part: at, time });
      }
    }
    for (const [id, { place, part }] of last) {
      const message = this.messages[place];
      const artifact = message?.parts[part];
      if (message === undefined || artifact?.type !== 'artifact' || artifact.text !== null) continue;
      const doc = this.#assets.textdoc(id);
      if (doc === null) continue;
      const whole: Part = { ...artifact, title: artifact.title ?? doc.title, text: doc.text };
      this.messages[place] = { ...message, parts: message.parts.with(part, whole) };
    }
  }

  /** The kept message at or above the node that the window showed last. */
  activeLeaf(current: unknown): string | null {
    if (typeof current !== 'string') return null;
    let aliased: string | null = null;
    for (const [node, place] of this.#places) {
      if (node.key === current) return place.id;
      if (node.raw['id'] === current || this.#ids.get(node) === current) aliased ??= place.id;
    }
    return aliased;
  }

  #partsOf(
    node: TreeNode,
    id: string,
    message: JsonObject,
    facts: MessageFacts,
    above: Place,
  ): { parts: readonly Part[]; canvases: Canvases } {
    const { content, metadata, role, tool } = facts;
    const { attachments } = this;
    const natural = contentParts({ content, metadata, attachments, drift: this.#drift });
    let canvases = above.canvases;
    let parts: readonly Part[];
    if (tool !== null) {
      parts = asCall(id, tool, natural);
      const [call] = parts;
      if (tool.startsWith('canmore') && call?.type === 'tool-call') {
        const step = replayCanvas(tool, call.input, node, id, above.canvases);
        canvases = step.canvases;
        if (step.part !== null) parts = [...parts, step.part];
        this.#hasCanvas ||= step.part !== null;
      }
    } else if (role === 'tool') {
      const call = callFor(facts.author, above.call, this.#answered);
      if (call !== null) this.#answered.add(call.id);
      parts = asResult(call?.id ?? id, facts.author, message, natural.map(strippedResult));
    } else if (role === 'assistant') {
      parts = this.#cited(message['channel'] === 'analysis' ? natural.map(asThinking) : natural, metadata, id);
    } else if (facts.origin === 'injected') {
      parts = natural.length === 0 ? instructionsOf(metadata) : natural.map(asInjected);
    } else {
      parts = natural.map(unmarked);
    }
    const listed = attachments.listed(metadata, parts);
    return { parts: listed.length === 0 ? parts : [...parts, ...listed], canvases };
  }

  /** An answer with its markers resolved, its sources, and the files it links to. */
  #cited(parts: readonly Part[], metadata: JsonObject, id: string): readonly Part[] {
    const out: Part[] = [];
    let sources: readonly Part[] | null = null;
    for (const part of parts) {
      if (part.type !== 'text') {
        out.push(part);
        continue;
      }
      const cited = resolveCitations(part.text, metadata);
      if (cited.text !== '') out.push(cited.text === part.text ? part : { ...part, text: cited.text });
      sources ??= cited.citations;
    }
    for (const source of sources ?? []) out.push(source);
    for (const part of parts) {
      if (part.type === 'text') out.push(...this.attachments.sandbox(part.text, id, this.conversationId));
    }
    return out;
  }

  #issue(node: TreeNode): void {
    this.issues.push({
      code: 'broken-message',
      message: 'A message of this conversation is no object and could not be read; those around it were.',
      where: `mapping.${node.key.slice(0, 100)}`,
      raw: rawOf(node.raw['message'] ?? node.message),
      unit: 'message',
    });
  }
}

function strippedResult(part: Part): Part {
  if (part.type !== 'text') return part;
  const text = stripMarkers(part.text);
  return text === part.text ? part : { ...part, text };
}

function unmarked(part: Part): Part {
  if (part.type !== 'text') return part;
  const text = stripPastedMarkers(part.text);
  return text === part.text ? part : { ...part, text };
}

function asThinking(part: Part): Part {
  return part.type === 'text' ? { type: 'thinking', text: part.text } : part;
}

/** Custom instructions as exports of 2023 have them: in the metadata of an empty message. Source: formats §3.6. */
function instructionsOf(metadata: JsonObject): readonly Part[] {
  const data = objectOf(metadata['user_context_message_data']);
  const texts = [textOf(data['about_user_message']), textOf(data['about_model_message'])].filter((text) => text !== null);
  return texts.map((text) => ({ type: 'text', text, source: 'injected' }));
}

function asInjected(part: Part): Part {
  return part.type === 'text' ? { ...part, source: 'injected' } : part;
}

function idOf(value: unknown): string | null {
  return typeof value === 'number' ? String(value) : textOf(value);
}

/**
 * Native ids: the message's own; where two nodes claim one, or there is none, the node's key. Independent of the order of keys, which
 * changes between exports.
 */
function idsOf(nodes: readonly TreeNode[]): ReadonlyMap<TreeNode, string> {
  const claims = new Map<string, number>();
  const keys = new Set<string>();
  const readable: { node: TreeNode; own: string | null }[] = [];
  for (const node of nodes) {
    if (!isObject(node.message)) continue;
    const own = idOf(node.message['id']);
    readable.push({ node, own });
    keys.add(node.key);
    if (own !== null) claims.set(own, (claims.get(own) ?? 0) + 1);
  }
  const ids = new Map<TreeNode, string>();
  for (const { node, own } of readable) {
    const isOwn = own !== null && (own === node.key || (claims.get(own) === 1 && !keys.has(own)));
    ids.set(node, isOwn ? own : node.key);
  }
  return ids;
}

function derivedConversationId(nodes: readonly TreeNode[]): string {
  for (const node of nodes) {
    if (!isObject(node.message)) continue;
    const role = textOf(objectOf(node.message['author'])['role']);
    if (role === 'system') continue;
    const text = arrayOf(objectOf(node.message['content'])['parts']).find((part) => typeof part === 'string');
    return `derived-${derivedId(role, node.time, typeof text === 'string' ? text : null)}`;
  }
  return `derived-${derivedId(...nodes.map((node) => node.key).sort())}`;
}
