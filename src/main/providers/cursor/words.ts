import type { Part } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';

const OPEN = '<user_query>';
const CLOSE = '</user_query>';
/** Blocks that the program puts around or before what was typed. */
const CONTEXT =
  /^\s*<(?:user_info|system_reminder|system-reminder|attached_files|open_and_recently_viewed_files|timestamp|rules|git_status|project_layout|agent_transcripts|mcp_file_system|additional_data|environment_context)\b/;

/** What a person typed, out of what the program put around it; text of the program's own is injected. Source: formats, §8.5. */
export function typedParts(text: string): readonly Part[] {
  const from = text.indexOf(OPEN);
  const to = text.lastIndexOf(CLOSE);
  if (from === -1 || to < from) return CONTEXT.test(text) ? injected(text) : [{ type: 'text', text }];
  const query = text
    .slice(from + OPEN.length, to)
    .replace(/^\r?\n/, '')
    .replace(/\r?\n$/, '');
  return [...injected(text.slice(0, from)), { type: 'text', text: query }, ...injected(text.slice(to + CLOSE.length))];
}

function injected(text: string): readonly Part[] {
  return text.trim() === '' ? [] : [{ type: 'text', text, source: 'injected' }];
}

/** Text of an agent, in whose place hidden reasoning is marked. */
export function saidParts(text: string): readonly Part[] {
  const parts: Part[] = [];
  let said = text;
  if (said.startsWith(HIDDEN)) {
    parts.push({ type: 'thinking', text: '' });
    said = said.slice(HIDDEN.length).trimStart();
  }
  const trimmed = said.trimEnd();
  const after = trimmed.endsWith(HIDDEN);
  if (after) said = trimmed.slice(0, -HIDDEN.length).trimEnd();
  if (said !== '') parts.push({ type: 'text', text: said });
  if (after) parts.push({ type: 'thinking', text: '' });
  return parts;
}

const HIDDEN = '[REDACTED]';

/**
 * The id of a prompt, from its words alone: a conversation is kept in databases and transcripts under one id, and only by what was typed
 * can it be told that they are the same.
 */
export function promptId(parts: readonly Part[]): string {
  const words = parts.flatMap((part) => (part.type === 'text' && part.source === undefined ? [part.text] : [])).join('\n');
  return derivedId('prompt', words.trim());
}
