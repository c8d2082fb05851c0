import { arrayOf, isObject, jsonOf, numberOf, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Part, Role } from '../../../shared/model.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import type { ConversationResult } from '../reading/record-reader.ts';

/** A task of Codex in the cloud, as `codex.json` of the export lists them. */
export function isCloudTask(item: JsonObject): boolean {
  return typeof item['id'] === 'string' && item['id'].startsWith('task_e_') && Array.isArray(item['turns']);
}

const ROLES = new Map<unknown, Role>([
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['system', 'system'],
]);

/** Makes a conversation of a task: its turns in a line, without times. Source: formats §3.10. */
export function readCloudTask(raw: JsonObject, drift: DriftCounter): ConversationResult {
  const messages: ParsedMessage[] = [];
  const issues: ParsedIssue[] = [];
  const seen = new Map<string, number>();
  let gitBranch: string | null = null;
  for (const [place, turn] of arrayOf(raw['turns']).entries()) {
    const role = isObject(turn) ? ROLES.get(turn['role']) : undefined;
    if (!isObject(turn) || role === undefined) {
      issues.push({
        code: 'broken-message',
        message: 'A turn of this task does not say whose it is and could not be read; those around it were.',
        where: `turns[${place}]`,
        raw: rawOf(turn),
        unit: 'message',
      });
      continue;
    }
    gitBranch ??= stated(turn['branch']) ?? stated(turn['branch_name']);
    const parts = partsOf(turn, role, drift);
    const id = textOf(turn['id']) ?? derivedId(role, rawOf(turn['input_items'] ?? null), rawOf(turn['output_items'] ?? null));
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    const nativeId = times === 0 ? id : `${id}~${times}`;
    messages.push({
      nativeId,
      parent: messages.at(-1)?.nativeId ?? null,
      role,
      origin: role === 'user' ? 'person' : role === 'assistant' ? 'assistant' : 'system',
      author: role === 'assistant' ? 'codex' : null,
      model: null,
      createdAt: timeOf(turn['created_at']),
      hidden: parts.length === 0,
      usage: null,
      parts,
    });
  }
  if (messages.length === 0) return { conversation: null, issues, ignoredMessages: 0 };
  const conversation = parsedConversation({
    nativeId: textOf(raw['id']) ?? `derived-${messages[0]?.nativeId ?? ''}`,
    title: textOf(raw['title']),
    createdAt: timeOf(raw['created_at']),
    updatedAt: timeOf(raw['updated_at']),
    gitBranch,
    archived: raw['archived'] === true,
    activeLeaf: null,
    messages,
  });
  return { conversation, issues, ignoredMessages: 0 };
}

/** The export writes "None" where there is nothing. */
function stated(value: unknown): string | null {
  const text = textOf(value)?.trim() ?? '';
  return text === '' || /^(?:none|null)$/i.test(text) ? null : text;
}

function partsOf(turn: JsonObject, role: Role, drift: DriftCounter): readonly Part[] {
  const parts: Part[] = [];
  for (const item of arrayOf(turn[role === 'user' ? 'input_items' : 'output_items'])) {
    if (!isObject(item)) continue;
    if (item['type'] === 'pr') parts.push(...pullRequest(item));
    else if (Array.isArray(item['content'])) for (const piece of item['content']) contentPart(piece, parts, drift);
    else {
      const kind = textOf(item['type']) ?? 'item';
      drift.type('turns.items.type', kind, item);
      parts.push({ type: 'unknown', kind, data: jsonOf(item) });
    }
  }
  return parts;
}

function contentPart(piece: unknown, parts: Part[], drift: DriftCounter): void {
  if (typeof piece === 'string') {
    if (piece !== '') parts.push({ type: 'text', text: piece });
    return;
  }
  if (!isObject(piece)) return;
  const kind = textOf(piece['content_type']) ?? 'content';
  if (kind === 'text') {
    const text = textOf(piece['text']);
    // Citations stand between the pieces of one text.
    if (text !== null) parts.push({ type: 'text', text });
  } else if (kind === 'repo_file_citation') {
    const path = textOf(piece['path']);
    if (path !== null) parts.push({ type: 'citation', url: null, title: `${path}${linesOf(piece)}` });
  } else {
    drift.type('turns.items.content.content_type', kind, piece);
    parts.push({ type: 'unknown', kind, data: jsonOf(piece) });
  }
}

function linesOf(piece: JsonObject): string {
  const from = numberOf(piece['line_range_start']);
  const to = numberOf(piece['line_range_end']);
  return from === null ? '' : to === null || to === from ? `:${from}` : `:${from}-${to}`;
}

/** The change a task made: what it is called, and the patch. */
function pullRequest(item: JsonObject): readonly Part[] {
  const text = [textOf(item['pr_title']), textOf(item['pr_message'])].filter((part) => part !== null).join('\n\n');
  const patch = textOf(item['output_diff']) ?? textOf(objectOf(item['output_diff'])['diff']);
  const parts: Part[] = text === '' ? [] : [{ type: 'text', text }];
  if (patch !== null) parts.push({ type: 'code', text: patch, language: 'diff' });
  return parts;
}
