import { isObject, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Judges an entry by its shape: `chat_messages` makes a conversation. Source: formats §1, §4.1, §4.6, §4.7. */
export function judge(sample: Sample): Claim | null {
  if (sample.kind === 'json-array') return arrayClaim(sample);
  if (sample.kind === 'json-object') return objectClaim(sample);
  return null;
}

function arrayClaim(sample: Sample): Claim | null {
  const items = sample.values.filter(isObject);
  if (items.some((item) => Array.isArray(item['chat_messages']) && typeof item['uuid'] === 'string'))
    return { as: 'elements', score: 95 };
  if (items.some(isProject))
    return side('projects; their names are used, their instructions and documents are not conversations');
  if (items.some(isAccount)) return ignored('account data, which is not imported');
  if (items.some((item) => 'conversations_memory' in item || 'project_memories' in item))
    return ignored('what Claude remembers, not a conversation');
  if (items.some((item) => Array.isArray(item['chat_messages'])))
    return { as: 'elements', score: items.some((item) => 'name' in item) ? 60 : 30 };
  if (items.some(isShell)) return { as: 'elements', score: 40 };
  if (items.some(isDesignChat)) return { as: 'elements', score: 80 };
  if (sample.values.length > 0) return null;
  if (/"chat_messages"\s*:/.test(sample.head)) return { as: 'elements', score: 85 };
  if (sample.base === 'conversations.json') return { as: 'elements', score: 24 };
  return sample.base === 'projects.json' ? side('a list of projects', 30) : null;
}

function objectClaim(sample: Sample): Claim | null {
  const { keys } = sample;
  const value = isObject(sample.values[0]) ? sample.values[0] : null;
  if (keys.includes('chat_messages')) return { as: 'whole', score: keys.includes('uuid') ? 95 : 60 };
  if (keys.includes('raw_provider_payload')) {
    const payload = value?.['raw_provider_payload'];
    return isObject(payload) && Array.isArray(payload['chat_messages']) ? { as: 'whole', score: 92 } : null;
  }
  if (value !== null && isDesignChat(value)) return { as: 'whole', score: 85 };
  if (/(^|\/)design_chats\/[^/]+\.json$/i.test(sample.name) && keys.includes('messages')) return { as: 'whole', score: 60 };
  if (keys.includes('prompt_template') || (keys.includes('docs') && keys.includes('is_private'))) {
    return side('a project; its name is used, its instructions and documents are no conversation');
  }
  if (keys.includes('conversations_memory') || keys.includes('project_memories'))
    return ignored('what Claude remembers, not a conversation');
  if (keys.includes('email_address') && keys.includes('uuid')) return ignored('account data, which is not imported');
  const inner = value?.['conversations'];
  if (Array.isArray(inner) && inner.slice(0, 5).some((item) => isObject(item) && Array.isArray(item['chat_messages']))) {
    return { as: 'elements', at: 'conversations', score: 92 };
  }
  if (/^manifest-[0-9a-f-]{8,}.*\.json$/.test(sample.base)) {
    return ignored('a list of download links: download the parts it names and drop them here');
  }
  return null;
}

function isProject(item: JsonObject): boolean {
  return (
    typeof item['uuid'] === 'string' &&
    ('prompt_template' in item || 'is_starter_project' in item || (Array.isArray(item['docs']) && 'name' in item))
  );
}

function isAccount(item: JsonObject): boolean {
  return typeof item['uuid'] === 'string' && ('email_address' in item || 'verified_phone_number' in item);
}

/** A conversation that lost its messages. */
function isShell(item: JsonObject): boolean {
  return typeof item['uuid'] === 'string' && 'name' in item && 'created_at' in item && 'account' in item;
}

export function isDesignChat(item: JsonObject): boolean {
  const messages = item['messages'];
  if (!Array.isArray(messages)) return false;
  const isDesign = (message: unknown): boolean => {
    if (!isObject(message) || typeof message['uuid'] !== 'string' || !isObject(message['content'])) return false;
    const { content } = message;
    return 'contentBlocks' in content || 'authorName' in content || 'role' in content;
  };
  return messages.slice(0, 5).some(isDesign);
}

function side(reason: string, score = 85): Claim {
  return { as: 'side', score, reason };
}

function ignored(reason: string): Claim {
  return { as: 'ignored', score: 85, reason };
}
