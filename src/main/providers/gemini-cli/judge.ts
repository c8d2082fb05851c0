import { isObject, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';
import { isContent } from './checkpoint.ts';

/** Is it Gemini CLI's, and what? By shape. Source: formats, §1.3 and §7.3. */
export function judge(sample: Sample): Claim | null {
  const { kind, base, name } = sample;
  const objects = sample.values.filter(isObject);
  if (base === '.project_root' && kind === 'text')
    return { as: 'side', score: 60, reason: 'the folder that a project’s sessions belong to' };
  if (kind === 'empty' && /(?:^|\/)chats\/(?:.*\/)?session-[^/]*\.jsonl?$/.test(name)) {
    return { as: 'ignored', score: 60, reason: 'an empty session file' };
  }
  if (kind === 'jsonl') return ofLines(objects, sample.values.length);
  if (kind === 'json-object') return ofObject(sample, objects[0]);
  if (kind === 'json-array') return ofArray(objects, sample.values);
  return null;
}

function ofObject(sample: Sample, object: JsonObject | undefined): Claim | null {
  const { keys, base, name } = sample;
  if (keys.includes('sessionId') && (keys.includes('projectHash') || keys.includes('startTime')) && !keys.includes('requests')) {
    if (keys.includes('messages')) return { as: 'whole', score: 92 };
    // One line: only the head of a session, or its head as far as the sample goes.
    return keys.includes('projectHash') ? { as: 'whole', score: 85 } : null;
  }
  if (keys.includes('toolCall') && (keys.includes('history') || keys.includes('commitHash') || keys.includes('clientHistory'))) {
    return {
      as: 'ignored',
      score: 85,
      reason: 'a restore point made before a file was edited; its conversation is among the sessions',
    };
  }
  const history = object?.['history'];
  if (Array.isArray(history) && (history.length === 0 ? base.startsWith('checkpoint') : history.some(isContent))) {
    return history.length === 0
      ? { as: 'ignored', score: 60, reason: 'a saved conversation without messages' }
      : { as: 'whole', score: 80 };
  }
  const isState = /(?:^|\/)\.gemini\/[^/]*$/.test(name) && stateFiles.has(base);
  return isState ? { as: 'ignored', score: 60, reason: 'settings and state of Gemini CLI, not a transcript' } : null;
}

const stateFiles = new Set([
  'settings.json',
  'oauth_creds.json',
  'google_accounts.json',
  'projects.json',
  'state.json',
  'trustedfolders.json',
  'mcp-oauth-tokens.json',
]);

function ofArray(objects: readonly JsonObject[], values: readonly unknown[]): Claim | null {
  if (objects.length === 0) return null;
  const share = (test: (value: JsonObject) => boolean): number => objects.filter(test).length / values.length;
  const isPrompt = (o: JsonObject): boolean => 'sessionId' in o && 'messageId' in o && typeof o['message'] === 'string';
  if (share(isPrompt) > 0.5) return { as: 'ignored', score: 85, reason: 'the history of prompts, not a transcript' };
  return share(isContent) > 0.5 ? { as: 'whole', score: 75 } : null;
}

function ofLines(objects: readonly JsonObject[], count: number): Claim | null {
  if (objects.length === 0) return null;
  const heads = objects.filter((o) => typeof o['sessionId'] === 'string' && 'projectHash' in o && !('uuid' in o)).length;
  const messages = objects.filter(isLogMessage).length;
  const operations = objects.filter((o) => isObject(o['$set']) || '$rewindTo' in o).length;
  const all = (heads + messages + operations) / count;
  if (heads > 0 && all > 0.5) return { as: 'whole', score: 93 };
  // Its first line is lost, or is not among those that were looked at.
  if (operations > 0 && messages > 0 && all > 0.5) return { as: 'whole', score: 85 };
  return messages > 0 && all > 0.8 && objects.some((o) => o['type'] === 'gemini') ? { as: 'whole', score: 70 } : null;
}

function isLogMessage(value: JsonObject): boolean {
  if (typeof value['id'] !== 'string' || typeof value['type'] !== 'string' || 'payload' in value || 'parentId' in value)
    return false;
  return 'content' in value || 'toolCalls' in value;
}
