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
  for (const [name, value] of Object.entries(input)) {
    const text = textOf(value);
    if (text !== null) return `${name}: ${text}`;
  }
  return '';
}

function oneLine(text: string): string {
  return text.slice(0, 1000).replace(/\s+/g, ' ').trim();
}

/** What a shell's call says besides its command; with any other field, `command` is something else's verb. */
const shellFields = new Set(
  'command,cmd,description,timeout,timeout_ms,run_in_background,workdir,cwd,shell,yield_time_ms,max_output_tokens'.split(','),
);

/** The text of an input that is one program or command, to be shown as such; null: show it as JSON. */
export function programOf(input: Json): { readonly text: string; readonly language: string } | null {
  if (typeof input === 'string') return { text: input, language: '' };
  if (!isObject(input)) return null;
  const command = textOf(input['command']) ?? textOf(input['cmd']);
  if (command !== null && Object.keys(input).every((name) => shellFields.has(name))) return { text: command, language: 'shell' };
  const code = textOf(input['code']);
  return code === null ? null : { text: code, language: textOf(input['language']) ?? '' };
}

/** JSON for reading: two spaces, and line breaks inside strings drawn as such when the whole is one string. */
export function tidy(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
