import { isObject, type JsonObject, textOf, timeOf } from '../../../shared/json.ts';

/** A line of any generation, brought to the newest form. */
export interface Line {
  readonly kind: 'meta' | 'turn' | 'item' | 'event' | 'compacted' | 'exec' | 'state' | 'unknown';
  readonly time: number | null;
  readonly payload: JsonObject;
  /** The type as it was written. */
  readonly type: string;
}

/** Types of response items; the older layout has them bare, without an envelope. Source: formats, §6.5. */
export const itemTypes: ReadonlySet<string> = new Set([
  'message',
  'reasoning',
  'function_call',
  'function_call_output',
  'custom_tool_call',
  'custom_tool_call_output',
  'local_shell_call',
  'local_shell_call_output',
  'web_search_call',
  'tool_search_call',
  'tool_search_output',
  'image_generation_call',
  'agent_message',
  'compaction',
  'compaction_summary',
  'context_compaction',
  'ghost_snapshot',
  'additional_tools',
  'other',
]);

const ENVELOPES = new Map<string, Line['kind']>([
  ['session_meta', 'meta'],
  ['turn_context', 'turn'],
  ['response_item', 'item'],
  ['event_msg', 'event'],
  ['compacted', 'compacted'],
  ['world_state', 'state'],
  ['inter_agent_communication', 'state'],
  ['inter_agent_communication_metadata', 'state'],
  ['token_usage_record', 'state'],
  ['security_risk_score', 'state'],
  ['realtime_item', 'state'],
]);

/** The line behind a parsed value, or null when it is no object. Source: formats, §6.2. */
export function lineOf(value: unknown): Line | null {
  if (!isObject(value)) return null;
  const type = textOf(value['type']) ?? '';
  const time = timeOf(value['timestamp']);
  if ('payload' in value) {
    const payload = isObject(value['payload']) ? value['payload'] : {};
    const kind = ENVELOPES.get(type) ?? 'unknown';
    return {
      kind: isObject(value['payload']) || kind === 'unknown' ? kind : 'state',
      time: time ?? timeOf(payload['timestamp']),
      payload,
      type,
    };
  }
  if (value['record_type'] !== undefined) return { kind: 'state', time, payload: value, type };
  if (type === 'tool_call') return { kind: 'item', time, payload: looseCall(value), type };
  if (type === 'tool_result') {
    const output = { type: 'function_call_output', call_id: value['call_id'], output: value['result'] ?? value['output'] };
    return { kind: 'item', time, payload: output, type };
  }
  if (itemTypes.has(type)) return { kind: 'item', time, payload: value, type };
  if (/^(?:thread|turn|item)\.\w+$/.test(type) || type === 'error') return { kind: 'exec', time, payload: value, type };
  if (type === '' && typeof value['role'] === 'string')
    return { kind: 'item', time, payload: { ...value, type: 'message' }, type };
  if (type === '' && ('instructions' in value || 'git' in value || ('id' in value && 'timestamp' in value))) {
    return { kind: 'meta', time, payload: value, type };
  }
  return { kind: ENVELOPES.has(type) ? 'state' : 'unknown', time, payload: value, type };
}

function looseCall(value: JsonObject): JsonObject {
  const called = value['function'];
  const name = isObject(called) ? called['name'] : value['name'];
  const input = value['arguments'] ?? (isObject(called) ? called['arguments'] : undefined);
  return { type: 'function_call', name, arguments: input, call_id: value['call_id'] };
}
