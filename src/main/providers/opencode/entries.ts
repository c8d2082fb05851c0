import { arrayOf, isObject, jsonOf, type JsonObject, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import { type Said, toolResult } from '../reading/message-list.ts';
import { filePart, noticeOf, type PartContext, thinking, toolParts, usageIn } from './parts.ts';
import { priced } from '../reading/usage.ts';
import { createdAt } from './source.ts';

/** A row of `session_message`, which holds a whole message; null: it only says that something was switched. Source: formats, §8.6. */
export function saidByEntry(entry: JsonObject, nativeId: string, context: PartContext): Said | null {
  const type = stringOf(entry['type']) ?? '';
  const base = { nativeId, createdAt: createdAt(entry) };
  const text = stringOf(entry['text']) ?? '';
  switch (type) {
    case 'agent-switched':
    case 'model-switched':
      return null;
    case 'user': {
      const files = arrayOf(entry['files']).filter(isObject);
      const parts: readonly Part[] = [{ type: 'text', text }, ...files.map((file) => filePart(file, context))];
      return { ...base, role: 'user', origin: 'person', parts };
    }
    case 'synthetic':
      return { ...base, role: 'user', origin: 'injected', parts: [{ type: 'text', text, source: 'injected' }] };
    case 'system':
      return { ...base, role: 'system', origin: 'injected', hidden: true, parts: [{ type: 'text', text, source: 'injected' }] };
    case 'shell':
      return { ...base, role: 'user', origin: 'person', parts: shellParts(entry, nativeId) };
    case 'assistant':
      return {
        ...base,
        role: 'assistant',
        origin: 'assistant',
        author: textOf(entry['agent']),
        model: textOf(objectOf(entry['model'])['id']) ?? textOf(objectOf(entry['model'])['modelID']),
        usage: priced(usageIn(entry['tokens']), entry['cost']),
        parts: [...arrayOf(entry['content']).flatMap((block) => blockParts(block, context)), ...noticeOf(entry['error'])],
      };
    case 'compaction': {
      const parts: readonly Part[] = [{ type: 'text', text: stringOf(entry['summary']) ?? '', source: 'injected' }];
      return { ...base, role: 'system', origin: 'system', author: 'compaction', parts };
    }
  }
  context.drift.type('entry.type', type, entry);
  return { ...base, role: 'system', origin: 'system', parts: [{ type: 'unknown', kind: type || 'entry', data: jsonOf(entry) }] };
}

/** A command that the person ran. */
function shellParts(entry: JsonObject, nativeId: string): readonly Part[] {
  const command = stringOf(entry['command']) ?? '';
  const callId = textOf(entry['callID']) ?? `${nativeId}/shell`;
  return [
    { type: 'text', text: `!${command}`, source: 'command' },
    { type: 'tool-call', callId, name: 'bash', input: { command } },
    toolResult(callId, stringOf(entry['output']) ?? '', 'unknown'),
  ];
}

function blockParts(block: unknown, context: PartContext): readonly Part[] {
  const data = objectOf(block);
  const type = stringOf(data['type']) ?? '';
  if (type === 'text') return [{ type: 'text', text: stringOf(data['text']) ?? '' }];
  if (type === 'reasoning') return [thinking(data)];
  if (type === 'tool') return toolParts(data, context);
  context.drift.type('content.type', type, block);
  return [{ type: 'unknown', kind: type === '' ? 'block' : type, data: jsonOf(block) }];
}
