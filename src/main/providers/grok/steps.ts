import { arrayOf, isObject, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Json, ThinkingPart, ToolCallPart, ToolResultPart } from '../../../shared/model.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { jsonInText, readableJson } from '../reading/json-text.ts';
import { knownKeys } from './known-keys.ts';

const OPEN = '<xai:tool_usage_card>';
const CLOSE = '</xai:tool_usage_card>';

/** Takes the calls of tools, which stand as XML in a trace, out of it. Linear. */
export function splitToolCards(text: string): { readonly text: string; readonly calls: readonly ToolCallPart[] } {
  if (!text.includes(OPEN)) return { text, calls: [] };
  const calls: ToolCallPart[] = [];
  let out = '';
  let at = 0;
  for (let open = text.indexOf(OPEN); open !== -1; open = text.indexOf(OPEN, at)) {
    const close = text.indexOf(CLOSE, open);
    if (close === -1) break;
    out += text.slice(at, open);
    const call = callOf(text.slice(open + OPEN.length, close));
    if (call !== null) calls.push(call);
    at = close + CLOSE.length;
  }
  return { text: out + text.slice(at), calls };
}

function callOf(card: string): ToolCallPart | null {
  const name = field(card, 'tool_name');
  if (name === null) return null;
  const input = field(card, 'tool_args') ?? '';
  return {
    type: 'tool-call',
    callId: field(card, 'tool_usage_card_id') ?? derivedId(name, input),
    name,
    input: jsonInText(input),
  };
}

function field(card: string, name: string): string | null {
  const open = card.indexOf(`<xai:${name}>`);
  const close = open === -1 ? -1 : card.indexOf(`</xai:${name}>`, open);
  if (close === -1) return null;
  const inner = card.slice(open + name.length + 6, close).trim();
  return textOf(inner.startsWith('<![CDATA[') && inner.endsWith(']]>') ? inner.slice(9, -3) : inner);
}

/** Thinking, calls and results of `steps`, in their order; a result stands after its call. */
export function readSteps(value: unknown, drift: DriftCounter): readonly (ThinkingPart | ToolCallPart | ToolResultPart)[] {
  const parts: (ThinkingPart | ToolCallPart | ToolResultPart)[] = [];
  for (const step of arrayOf(value)) {
    if (!isObject(step)) continue;
    drift.fields(step, knownKeys.step, 'response.steps');
    const tagged = objectOf(step['tagged_text']);
    const said = [textOf(tagged['summary']), textOf(tagged['thinking']), textOf(tagged['text'])].filter((text) => text !== null);
    const title = textOf(tagged['header']);
    if (said.length > 0 || title !== null)
      parts.push({ type: 'thinking', text: said.join('\n\n'), ...(title === null ? {} : { title }) });
    const calls = splitToolCards(textOf(tagged['tool_usage_card']) ?? '').calls;
    for (const call of calls) parts.push(call);
    const results = [...arrayOf(step['tool_usage_results']), ...arrayOf(step['tool_usage_card_results'])].filter(isObject);
    const pages = arrayOf(step['web_search_results']).filter(isObject);
    for (const [index, result] of results.entries()) {
      const callId = textOf(result['tool_usage_card_id']) ?? calls[index]?.callId ?? null;
      if (callId !== null) parts.push(resultOf(callId, result));
    }
    if (results.length === 0 && pages.length > 0) {
      const [call] = calls;
      const callId = call?.callId ?? derivedId('search', ...pages.map((page) => textOf(page['url'])));
      if (call === undefined) parts.push({ type: 'tool-call', callId, name: 'web_search', input: {} });
      parts.push({ type: 'tool-result', callId, text: pagesText(pages), outcome: 'unknown', details: linksOf(pages) });
    }
  }
  return parts;
}

function resultOf(callId: string, result: JsonObject): ToolResultPart {
  const pages = [...arrayOf(result['web_results']), ...arrayOf(result['web_search_results'])].filter(isObject);
  if (pages.length > 0)
    return { type: 'tool-result', callId, text: pagesText(pages), outcome: 'unknown', details: linksOf(pages) };
  const { tool_usage_card_id: _id, ...rest } = result;
  return { type: 'tool-result', callId, text: readableJson(rest), outcome: 'unknown' };
}

function pagesText(pages: readonly JsonObject[]): string {
  return pages
    .map((page) =>
      [textOf(page['title']), textOf(page['url']), textOf(page['preview'])].filter((line) => line !== null).join('\n'),
    )
    .join('\n\n');
}

function linksOf(pages: readonly JsonObject[]): Json {
  return { links: pages.slice(0, 100).map((page) => ({ title: textOf(page['title']), url: textOf(page['url']) })) };
}
