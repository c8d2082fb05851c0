import { isObject, textOf } from '../../shared/json.ts';
import type { Json, ToolCallPart } from '../../shared/model.ts';

/** Fields of a call's input that say in one line what it does, the most telling first. */
const telling = [
  'command',
  'cmd',
  'file_path',
  'path',
  'notebook_path',
  'pattern',
  'query',
  'url',
  'description',
  'prompt',
  'code',
  'input',
];

/** One line for a collapsed card; empty when the input says nothing. */
export function toolSummary(call: ToolCallPart): string {
  return oneLine(call.title ?? tell(call.input)).slice(0, 300);
}

function tell(input: Json): string {
  if (typeof input === 'string') return input;
  if (Array.isArray(input)) return input.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(' ');
  if (!isObject(input)) return input === null ? '' : JSON.stringify(input);
  for (const name of telling) {
    const value = input[name];
    const text = textOf(value);
    if (text !== null) return text;
    if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value.join(' ');
  }
  const said: string[] = [];
  for (const [name, value] of Object.entries(input)) {
    if (value === '' || (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')) continue;
    said.push(`${name}: ${String(value).slice(0, 100)}`);
  }
  return said.join(', ');
}

function oneLine(text: string): string {
  return text.slice(0, 1000).replace(/\s+/g, ' ').trim();
}
