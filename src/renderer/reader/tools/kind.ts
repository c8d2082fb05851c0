import type { ComponentType } from 'react';
import type { Json, ToolCallPart, ToolResultPart } from '../../../shared/model.ts';
import { arrayOf, isObject, jsonOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { IconName } from '../../ui/icon.tsx';

/** What a call is, as far as a card draws it: one of these per way of drawing. */
export interface ToolKind {
  readonly id: string;
  readonly icon: IconName;
  /** Names of tools, without their server or namespace, in small letters. */
  readonly names: readonly string[];
  /** Takes what is not known by its name. */
  readonly takes?: (call: ToolCallPart) => boolean;
  /** Leaves to others what it is named for but cannot draw. */
  readonly not?: (call: ToolCallPart) => boolean;
  /** One line for the head; empty when the input says nothing. */
  readonly summary: (call: ToolCallPart) => string;
  readonly Input: ComponentType<InputProps>;
  /** Absent: a box of output. */
  readonly Output?: ComponentType<OutputProps>;
}

export interface InputProps {
  readonly call: ToolCallPart;
  readonly result: ToolResultPart | null;
}

export interface OutputProps {
  /** Null for a result whose call is not at hand. */
  readonly call: ToolCallPart | null;
  readonly result: ToolResultPart;
}

/** A tool's name as people say it: `mcp__github__list_issues` is `list_issues` of `github`. */
export function spokenName(name: string): { readonly name: string; readonly server: string | null } {
  const mcp = /^mcp__(.+?)__(.+)$/.exec(name);
  if (mcp) return { name: mcp[2] ?? name, server: mcp[1] ?? null };
  return { name, server: null };
}

/** The names by which a call is looked up, the most exact first: whole, without its namespace, its namespace alone. */
export function lookupNames(name: string): readonly string[] {
  const whole = spokenName(name).name.toLowerCase();
  const dot = whole.indexOf('.');
  return dot === -1 ? [whole] : [whole, `${whole.slice(0, dot)}.*`, whole.slice(whole.lastIndexOf('.') + 1)];
}

/** The call with its input as an object where that was written down as the text of one. */
export function readableCall(call: ToolCallPart): ToolCallPart {
  if (typeof call.input !== 'string' || !call.input.trimStart().startsWith('{')) return call;
  try {
    const input: unknown = JSON.parse(call.input);
    return isObject(input) ? { ...call, input: jsonOf(input) } : call;
  } catch {
    return call;
  }
}

/** The input as an object; a text is looked at as the object's only field, under every name. */
export function inputOf(call: ToolCallPart): JsonObject {
  return objectOf(call.input);
}

/** The first of some fields that is a text; the input itself when it is one. */
export function fieldOf(call: ToolCallPart, ...names: readonly string[]): string | null {
  if (typeof call.input === 'string') return textOf(call.input);
  const input = inputOf(call);
  for (const name of names) {
    const text = textOf(input[name]);
    if (text !== null) return text;
  }
  return null;
}

/** A field that must be a field: an input that is only a text has none. */
export function namedField(call: ToolCallPart, ...names: readonly string[]): string | null {
  return isObject(call.input) ? fieldOf(call, ...names) : null;
}

export function detail(result: ToolResultPart | null, ...names: readonly string[]): unknown {
  const details = objectOf(result?.details);
  for (const name of names) if (details[name] !== undefined && details[name] !== null) return details[name];
  return null;
}

/** Fields of an input that a card has not drawn, as they are. */
export function otherFields(call: ToolCallPart, drawn: readonly string[]): readonly (readonly [name: string, value: Json])[] {
  if (typeof call.input !== 'object' || call.input === null || Array.isArray(call.input)) return [];
  return Object.entries(call.input).filter(([name, value]) => !drawn.includes(name) && value !== null && value !== '');
}

export interface FoundLink {
  readonly title: string | null;
  readonly url: string | null;
}

/** The pages a result names. */
export function linksOf(result: ToolResultPart | null): readonly FoundLink[] {
  const found = arrayOf(detail(result, 'links')).map((item) => {
    const link = objectOf(item);
    return { title: textOf(link['title']), url: textOf(link['url']) };
  });
  if (found.length > 0 || !result) return found.filter(({ title, url }) => title !== null || url !== null);
  const written = /^Links: (\[.*\])$/m.exec(result.text)?.[1];
  if (written === undefined) return [];
  try {
    return arrayOf(JSON.parse(written)).map((item) => ({
      title: textOf(objectOf(item)['title']),
      url: textOf(objectOf(item)['url']),
    }));
  } catch {
    return [];
  }
}

export function oneLine(text: string): string {
  return text.slice(0, 1000).replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}
