import { jsonOf } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';

/** JSON that came as a text (arguments of tools), as JSON; any other text as it is. */
export function jsonInText(value: unknown): Json {
  if (typeof value !== 'string') return jsonOf(value);
  if (!/^\s*[[{"]/.test(value)) return value;
  const parsed = parsedText(value);
  return parsed === undefined ? value : jsonOf(parsed);
}

/** The same of objects and lists alone: a text in quotation marks stays what was said. */
export function structureInText(value: unknown): Json {
  return typeof value === 'string' && !/^\s*[[{]/.test(value) ? value : jsonInText(value);
}

/** The value of a JSON text, or undefined (no JSON text gives undefined). */
export function parsedText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The value of a JSON text; any other text, and what is no text, as it is. */
export function valueInText(value: unknown): unknown {
  const parsed = typeof value === 'string' ? parsedText(value) : undefined;
  return parsed === undefined ? value : parsed;
}

/** A value as a person reads it: a text as it is, anything else as tidy JSON; empty when it is nothing, or nested too deeply. */
export function readableJson(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  const json = jsonOf(value);
  return typeof json === 'string' ? json : JSON.stringify(json, null, 2);
}
