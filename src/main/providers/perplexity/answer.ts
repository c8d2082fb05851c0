import { arrayOf, isObject, jsonOf, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { AttachmentList } from '../reading/attachment-list.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { parsedText } from '../reading/json-text.ts';
import { linkNumbers, SourceList, type CitedSource } from '../reading/source-links.ts';
import { knownKeys } from './known-keys.ts';

/** Blocks that dress the page and say nothing. */
const DRESS = new Set([
  'pending_followups_block',
  'answer_tabs_block',
  'sources_mode_block',
  'sources_answer_mode_block',
  'widget_block',
  'diff_block',
]);

interface Found {
  answer: string | null;
  readonly sources: CitedSource[];
  readonly parts: Part[];
}

/** The answer of an entry, its `[1]` turned into links; searches before it, pictures and sources behind it. Source: formats §8.4. */
export function answerOf(
  entry: JsonObject,
  drift: DriftCounter,
  attachments: AttachmentList,
): { readonly parts: readonly Part[] } {
  const found: Found = { answer: null, sources: [], parts: [] };
  const pictures: Part[] = [];
  readBlocks(arrayOf(entry['blocks']), found, pictures, drift, attachments);
  if (found.answer === null) readText(entry['text'], found);
  found.answer ??= textOf(entry['answer']) ?? textOf(objectOf(entry['answer'])['answer']);
  if (found.sources.length === 0)
    for (const list of [entry['sources'], entry['web_results'], entry['sources_list'], objectOf(entry['sources'])['web_results']])
      if (found.sources.length === 0) addSources(list, found);
  const { answer, sources, parts } = found;
  searchResult(found);
  if (answer !== null)
    parts.push({ type: 'text', text: linkNumbers(answer, /\[(\d{1,3})\]/, (number) => sources[number - 1] ?? null) });
  for (const picture of pictures) parts.push(picture);
  const list = new SourceList();
  for (const source of sources) list.add(source);
  for (const part of list.parts()) parts.push(part);
  return { parts };
}

/** What a plan's searches found is told once, of all of them together: it stands behind the last. */
function searchResult({ sources, parts }: Found): void {
  const last = parts.findLastIndex((part) => part.type === 'tool-call');
  const call = parts[last];
  if (call?.type !== 'tool-call' || sources.length === 0) return;
  const links = sources.slice(0, 100).map(({ url, title }) => ({ title, url }));
  const text = sources
    .map(({ title, url, text: passage }) => [title, url, passage].filter((line) => typeof line === 'string').join('\n'))
    .join('\n\n');
  parts.splice(last + 1, 0, { type: 'tool-result', callId: call.callId, text, outcome: 'unknown', details: { links } });
}

function addSources(list: unknown, found: Found): void {
  for (const item of arrayOf(list)) {
    if (!isObject(item)) continue;
    const url = textOf(item['url']) ?? textOf(item['link']);
    // The place in the list is the number: what is empty keeps its place.
    found.sources.push({ url, title: textOf(item['name']) ?? textOf(item['title']), text: textOf(item['snippet']) });
  }
}

function readBlocks(
  blocks: readonly unknown[],
  found: Found,
  pictures: Part[],
  drift: DriftCounter,
  attachments: AttachmentList,
): void {
  const answers: { readonly usage: string; readonly text: string }[] = [];
  for (const block of blocks) {
    if (!isObject(block)) continue;
    drift.fields(block, knownKeys.block, 'entry.blocks');
    const usage = textOf(block['intended_usage']) ?? '';
    for (const [name, value] of Object.entries(block)) {
      if (name === 'intended_usage' || !isObject(value) || DRESS.has(name)) continue;
      if (name === 'markdown_block') {
        const text = textOf(value['answer']) ?? textOf(chunksOf(value['chunks']));
        if (text !== null) answers.push({ usage, text });
      } else if (name === 'web_result_block') {
        if (found.sources.length === 0) addSources(value['web_results'], found);
      } else if (name === 'plan_block' || name === 'reasoning_plan_block' || name === 'pro_search_steps_block')
        readPlan(value, found);
      else if (/^(media|image)/.test(name)) readPictures(value, pictures, attachments);
      else found.parts.push({ type: 'unknown', kind: name, data: jsonOf(value) });
    }
  }
  const whole = answers.find(({ usage }) => usage === 'ask_text');
  const pieces = whole === undefined ? [...new Set(answers.map(({ text }) => text))] : [whole.text];
  if (pieces.length > 0) found.answer = pieces.join('\n\n');
}

function chunksOf(chunks: unknown): string {
  return arrayOf(chunks)
    .filter((chunk) => typeof chunk === 'string')
    .join('');
}

/** Steps of a plan: what it set out to do, what it searched for, what it read. */
function readPlan(plan: JsonObject, found: Found): void {
  const goals = arrayOf(plan['goals'])
    .map((goal) => textOf(objectOf(goal)['description']))
    .filter((goal) => goal !== null);
  if (goals.length > 0) found.parts.push({ type: 'thinking', text: goals.join('\n\n') });
  for (const step of arrayOf(plan['steps'])) if (isObject(step)) readStep(step, found);
}

function readStep(step: JsonObject, found: Found): void {
  const content = objectOf(step['content']);
  const searched = { ...objectOf(step['search_web_content']), ...content };
  const queries = arrayOf(searched['queries'])
    .map((query) => textOf(query) ?? textOf(objectOf(query)['query']))
    .filter((query) => query !== null);
  if (queries.length > 0) {
    const callId = derivedId('search', ...queries, found.parts.length);
    found.parts.push({ type: 'tool-call', callId, name: 'web_search', input: { queries } });
  }
  const thought = textOf(content['thought']) ?? textOf(content['description']);
  if (thought !== null) found.parts.push({ type: 'thinking', text: thought });
}

function readPictures(block: JsonObject, pictures: Part[], attachments: AttachmentList): void {
  const items = [...arrayOf(block['media_items']), ...arrayOf(block['images'])];
  for (const item of items) {
    if (!isObject(item)) continue;
    const url = textOf(item['image']) ?? textOf(item['url']);
    if (url === null || item['medium'] === 'video') continue;
    pictures.push(attachments.linked(url, {}, { image: true, alt: textOf(item['name']) ?? textOf(item['title']) }));
  }
}

/** Before 2025 the answer is JSON in a text: an object with `answer`, or a list of steps of which the last holds such an object. */
function readText(value: unknown, found: Found): void {
  const text = textOf(value);
  if (text === null) return;
  const parsed = /^\s*[[{]/.test(text) ? parsedText(text) : undefined;
  if (Array.isArray(parsed)) {
    for (const step of parsed) {
      if (!isObject(step)) continue;
      const content = objectOf(step['content']);
      if (step['step_type'] === 'FINAL') readFinal(content['answer'], found);
      else if (step['step_type'] !== 'INITIAL_QUERY') readStep(step, found);
      if (found.sources.length === 0 && step['step_type'] !== 'FINAL') addSources(content['web_results'], found);
    }
  } else if (isObject(parsed)) readFinal(parsed, found);
  else found.answer = text;
}

function readFinal(value: unknown, found: Found): void {
  const inner = typeof value === 'string' && /^\s*\{/.test(value) ? (parsedText(value) ?? value) : value;
  if (!isObject(inner)) {
    found.answer = textOf(inner) ?? found.answer;
    return;
  }
  found.answer = textOf(inner['answer']) ?? found.answer;
  const { length } = found.sources;
  addSources(inner['web_results'], found);
  // Those of the final step are the ones that the numbers count.
  if (found.sources.length > length) found.sources.splice(0, length);
}
