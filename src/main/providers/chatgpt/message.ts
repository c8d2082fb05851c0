import { booleanOf, numberOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Origin, Role } from '../../../shared/model.ts';
import type { DriftCounter } from '../reading/drift.ts';

/** The facts of a message that do not depend on its parts. */
export interface MessageFacts {
  readonly role: Role;
  readonly origin: Origin;
  readonly author: string | null;
  readonly model: string | null;
  readonly hidden: boolean;
  /** The tool that an assistant's message calls. */
  readonly tool: string | null;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
}

const ROLES = new Map<string, Role>([
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'assistant'],
  ['model', 'assistant'],
  ['system', 'system'],
  ['developer', 'system'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

const CONTEXTS = new Set<unknown>(['user_editable_context', 'model_editable_context']);

/** Who speaks, and whether ChatGPT's own window shows it. `agent` is the custom GPT of the conversation. Source: formats §3.4, §3.6, §3.10. */
export function factsOf(message: JsonObject, agent: string | null, drift: DriftCounter): MessageFacts {
  const author = objectOf(message['author']);
  const stated = textOf(author['role']) ?? textOf(message['role']) ?? '';
  const metadata = objectOf(message['metadata']);
  const content = contentOf(message['content']);
  const known = ROLES.get(stated);
  if (known === undefined) drift.type('message.author.role', stated, message['author']);
  const role = known ?? ROLES.get(stated.toLowerCase()) ?? 'system';
  const isContext = CONTEXTS.has(content['content_type']) || metadata['is_user_system_message'] === true;
  const flagged = booleanOf(metadata['is_visually_hidden_from_conversation']) === true;
  const recipient = textOf(message['recipient']);
  const tool = role === 'assistant' && recipient !== null && recipient !== 'all' && recipient !== 'assistant' ? recipient : null;
  return {
    role,
    origin: originOf(role, isContext || (flagged && role === 'user'), author),
    author:
      textOf(author['name']) ??
      (known === undefined ? textOf(stated) : role === 'assistant' ? (agentOf(metadata) ?? agent) : null),
    model: role === 'user' ? null : (textOf(metadata['model_slug']) ?? textOf(message['model'])),
    hidden:
      flagged ||
      CONTEXTS.has(content['content_type']) ||
      (role === 'system' && metadata['is_user_system_message'] !== true) ||
      (role !== 'tool' && numberOf(message['weight']) === 0),
    tool,
    metadata,
    content,
  };
}

function contentOf(content: unknown): JsonObject {
  return typeof content === 'string' || Array.isArray(content) ? { parts: content } : objectOf(content);
}

function originOf(role: Role, injected: boolean, author: JsonObject): Origin {
  if (role === 'assistant' || role === 'tool') return role;
  if (injected || textOf(objectOf(author['metadata'])['real_author'])?.startsWith('tool:') === true) return 'injected';
  return role === 'user' ? 'person' : 'system';
}

/** A custom GPT that was called in for one turn; project ids begin `g-p-`. */
function agentOf(metadata: JsonObject): string | null {
  return agentId(metadata['gizmo_id']);
}

export function agentId(id: unknown): string | null {
  const text = textOf(id);
  return text !== null && text.startsWith('g-') && !text.startsWith('g-p-') ? text : null;
}
