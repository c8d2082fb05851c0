import { jsonOf } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';

/** JSON that came as a text (arguments of tools), as JSON; any other text as it is. */
export function jsonInText(value: unknown): Json {
  if (typeof value !== 'string') return jsonOf(value);
  const text = value.trim();
  if (!/^[[{"]/.test(text)) return value;
  try {
    const parsed: unknown = JSON.parse(text);
    return jsonOf(parsed);
  } catch {
    return value;
  }
}

/** The value of a JSON text, or undefined. */
export function parsedText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** A value as a person reads it: a text as it is, anything else as tidy JSON; empty when it is nothing, or nested too deeply. */
export function readableJson(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  const json = jsonOf(value);
  return typeof json === 'string' ? json : JSON.stringify(json, null, 2);
}
