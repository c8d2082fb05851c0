import { isObject, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';
import { isCloudTask } from './cloud-task.ts';

/** Judges an entry by its shape; names count only for what has no conversation in it. Source: formats §1, §3.1, §3.11. */
export function judge(sample: Sample): Claim | null {
  const attachment = attachmentOf(sample);
  if (attachment !== null) return attachment;
  if (sample.kind === 'html') return viewer(sample);
  if (sample.kind === 'json-array') return arrayOf(sample) ?? named(sample);
  if (sample.kind === 'json-object') return objectOf(sample) ?? named(sample);
  return null;
}

function arrayOf(sample: Sample): Claim | null {
  const items = sample.values.filter(isObject);
  if (items.some(isDeepSeek)) return null;
  if (items.some(isConversation)) return { as: 'elements', score: 95 };
  if (items.some((item) => 'chat_messages' in item && ('uuid' in item || 'name' in item))) return null;
  if (items.length > 0 && items.every(isShare)) return ignored(90, 'a list of shared links, without the conversations');
  if (items.some(isCloudTask)) return { as: 'elements', score: 90 };
  if (items.some(isShell)) return { as: 'elements', score: 40 };
  const cut = sample.values.length === 0 && sample.head.includes('"mapping"') && !sample.head.includes('"inserted_at"');
  if (cut && /"(current_node|conversation_id|author|content_type|moderation_results)"/.test(sample.head))
    return { as: 'elements', score: 85 };
  if (sample.values.length === 0 && /^conversations[-_]\d+\.json$/.test(sample.base)) return { as: 'elements', score: 30 };
  return sample.values.length === 0 && sample.base === 'conversations.json' ? { as: 'elements', score: 25 } : null;
}

function objectOf(sample: Sample): Claim | null {
  const { keys } = sample;
  const has = (key: string): boolean => keys.includes(key);
  const value = sample.values[0];
  if (has('raw_provider_payload')) return captureOf(isObject(value) ? value['raw_provider_payload'] : null);
  if (has('mapping') && !has('inserted_at')) return { as: 'whole', score: 90 };
  if (has('linear_conversation')) return ignored(90, 'a saved share page, not an export: it holds one branch without its tree');
  if (has('conversations') && isObject(value) && Array.isArray(value['conversations'])) {
    const items = value['conversations'].slice(0, 5).filter(isObject);
    return items.some(isConversation) && !items.some(isDeepSeek) ? { as: 'elements', at: 'conversations', score: 92 } : null;
  }
  if (has('conversations') && /"mapping"\s*:/.test(sample.head) && !/"(inserted_at|responses)"/.test(sample.head)) {
    return { as: 'elements', at: 'conversations', score: 80 };
  }
  return null;
}

/** What a browser extension saved: a conversation where it kept what ChatGPT sent, else words read off the page. */
function captureOf(payload: unknown): Claim | null {
  if (isObject(payload) && isObject(payload['mapping'])) return { as: 'whole', score: 90 };
  if (isObject(payload) && 'chat_messages' in payload) return null;
  return ignored(90, 'a capture made by a browser extension, not an export: ask ChatGPT for one under Settings, Data controls');
}

function isConversation(item: JsonObject): boolean {
  const mapping = item['mapping'];
  if (!isObject(mapping)) return false;
  return (
    'current_node' in item ||
    'title' in item ||
    'conversation_id' in item ||
    Object.values(mapping).some((node) => isObject(node) && 'message' in node)
  );
}

function isDeepSeek(item: JsonObject): boolean {
  return 'inserted_at' in item && isObject(item['mapping']);
}

/** A conversation that lost its messages: it has the fields of one. */
function isShell(item: JsonObject): boolean {
  return (
    ('conversation_id' in item || 'id' in item) &&
    'title' in item &&
    ('create_time' in item || 'current_node' in item || 'mapping' in item)
  );
}

function isShare(item: JsonObject): boolean {
  return 'conversation_id' in item && 'is_anonymous' in item && !('mapping' in item);
}

function viewer({ base, head }: Sample): Claim | null {
  if (!/jsonData|ChatGPT/.test(head) && base !== 'chat.html') return null;
  const score = base === 'chat.html' ? 70 : 40;
  const [behind] = (head.includes('"mapping"') && /\bjsonData\s*=\s*(?=\[)/.exec(head)) || [];
  if (behind === undefined) return ignored(score, 'the export’s own viewer page, in which no conversations are found');
  return {
    as: 'elements',
    behind,
    instead: {
      read: 'The list of conversations (conversations.json) is not there; they were read out of the export’s own viewer page.',
      ignored: 'the export’s own viewer page; the conversations are in the JSON files beside it',
    },
    score,
  };
}

/** Uploaded and generated files: whatever is in them, they belong to the message that shows them. */
function attachmentOf({ name, base }: Sample): Claim | null {
  const isFile =
    /^file-[a-z0-9]{20,}([-.]|$)|^file_[0-9a-f]{20,}([-_.]|$)/.test(base) ||
    /(^|\/)dalle-generations\//i.test(name) ||
    /(^|\/)user-[a-z0-9]{10,}\/[^/]+\.(png|webp|jpe?g)$/i.test(name) ||
    /(^|\/)[0-9a-f-]{36}\/audio\/[^/]+\.(wav|dat)$/i.test(name);
  return isFile ? { as: 'side', score: 98, reason: 'a file of the export, kept with the message that shows it' } : null;
}

/** Members that are known by name; by far weaker than any shape. */
const MEMBERS: readonly (readonly [RegExp, string])[] = [
  [/^user\.json$/, 'account data, which is not imported'],
  [/^user_settings\.json$/, 'account settings, which are not imported'],
  [/^message_feedback\.json$/, 'ratings given to answers'],
  [/^shared_conversations\.json$/, 'a list of shared links, without the conversations'],
  [/^model_comparisons\.json$/, 'comparisons of models shown by ChatGPT, not conversations'],
  [/^group_chats\.json$/, 'group chats, which this version does not read'],
  [/^shopping\.json$/, 'data of ChatGPT’s shopping'],
  [/^sora\.json$/, 'data of Sora, another product'],
  [/^codex\.json$/, 'the list of Codex cloud tasks, in which there are none'],
  [/^(conversation_templates|tasks).*\.json$/, 'templates and scheduled tasks'],
  [/^export_manifest\.json$/, 'the list of the export’s files'],
];

function named({ name, base, keys, values }: Sample): Claim | null {
  if (base === 'library_files.json' || base === 'conversation_asset_file_names.json') {
    return { as: 'side', score: 60, reason: 'names of attachments, used with the messages that show them' };
  }
  if (/(^|\/)textdocs\/[^/]+\.json$/i.test(name))
    return { as: 'side', score: 40, reason: 'a canvas; canvases are read from their conversations' };
  if (
    base === 'user.json' &&
    !keys.some((key) => key === 'email' || key === 'phone_number' || key === 'chatgpt_plus_user') &&
    values.length > 0
  )
    return null;
  for (const [pattern, reason] of MEMBERS) if (pattern.test(base)) return ignored(50, reason);
  return null;
}

function ignored(score: number, reason: string): Claim {
  return { as: 'ignored', score, reason };
}
