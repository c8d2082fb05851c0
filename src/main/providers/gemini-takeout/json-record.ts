import { arrayOf, isObject, stringOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { isLocal, markdownOf } from '../reading/html-markdown.ts';
import type { Activities, NamedFile } from './said.ts';
import { activityOf, conversationIn, isGemini, noteOf } from './verbs.ts';

const known = new Set(
  `header title titleUrl time products activityControls locationInfos safeHtmlItem subtitles attachedFiles imageFile details description
  audioFiles`
    .trim()
    .split(/\s+/),
);

/** Why a record is none of a conversation; or what it says. */
export type Read = { readonly said: Activities } | { readonly ignored: string };

/** One element of `MyActivity.json`. Source: formats, §7.2. */
export function readActivity(record: JsonObject, drift: DriftCounter): Read | null {
  const header = textOf(record['header']);
  const products = arrayOf(record['products']).filter((name) => typeof name === 'string');
  const title = stringOf(record['title']);
  if (header === null && products.length === 0 && title === null) return null;
  if (!isGemini(header, ...products))
    return { ignored: `Activity of another product of Google (${header ?? products[0] ?? 'unnamed'}).` };
  drift.fields(record, known, 'activity');
  const activity = activityOf(title ?? '');
  if (activity.kind === 'notice') return { ignored: 'Feedback and the like: nothing was said.' };
  const subtitles = arrayOf(record['subtitles']).filter(isObject);
  const uploads = subtitles.flatMap((subtitle): NamedFile[] => {
    const url = textOf(subtitle['url']);
    return url !== null && isLocal(url) ? [{ source: url, name: fileLabel(textOf(subtitle['name'])), image: false }] : [];
  });
  const replies = arrayOf(record['safeHtmlItem']).flatMap((item) => {
    const html = isObject(item) ? stringOf(item['html']) : stringOf(item);
    if (html === null) return [];
    const files: NamedFile[] = [];
    const markdown = markdownOf(html, (source, name, image) => files.push({ source, name, image }));
    return [{ markdown, files }];
  });
  const shown = new Set([...uploads, ...replies.flatMap((reply) => reply.files)].map((file) => plainName(file.source)));
  const notes = subtitles.map((subtitle) => noteOf(textOf(subtitle['name']) ?? ''));
  const rest = namesIn(record)
    .filter((name) => !shown.has(name))
    .map((name): NamedFile => ({ source: name, name, image: false }));
  // What no line says of was attached, unless all that is said is that something was made.
  const made = notes.some((note) => note?.made === true) && (uploads.length > 0 || notes.every((note) => note?.made !== false));
  if (made && rest.length > 0) {
    const first = replies[0] ?? { markdown: '', files: [] };
    replies[0] = { ...first, files: [...first.files, ...rest] };
  }
  const body = subtitles.map((subtitle) => textOf(subtitle['name']) ?? '').find((name) => noteOf(name) === null) ?? '';
  const time = timeOf(record['time']);
  const said: Activities = {
    threads: threadsOf(record),
    time,
    rawTime: time === null ? textOf(record['time']) : null,
    prompt: activity.kind === 'prompt' ? activity.text : null,
    files: [...uploads, ...(made ? [] : rest)],
    canvas: activity.kind === 'canvas' ? { title: activity.title, text: body } : null,
    replies: replies.filter(({ markdown, files }) => markdown !== '' || files.length > 0),
  };
  const isEmpty = said.prompt === '' && said.files.length === 0 && said.replies.length === 0;
  return isEmpty ? { ignored: 'A record in which nothing was said.' } : { said };
}

/** Ids of conversations, in the order of `details`; else of the title's link. */
function threadsOf(record: JsonObject): readonly string[] {
  const found = arrayOf(record['details']).flatMap((detail) => {
    const id = isObject(detail) ? (conversationIn(textOf(detail['url'])) ?? conversationIn(textOf(detail['name']))) : null;
    return id === null ? [] : [id];
  });
  if (found.length > 0) return found;
  const linked = conversationIn(textOf(record['titleUrl']));
  return linked === null ? [] : [linked];
}

function namesIn(record: JsonObject): string[] {
  const names = [...arrayOf(record['attachedFiles']), record['imageFile'], ...arrayOf(record['audioFiles'])].flatMap((file) => {
    const name = isObject(file) ? (textOf(file['name']) ?? textOf(file['url'])) : textOf(file);
    return name === null || !isLocal(name) ? [] : [name];
  });
  return [...new Set(names)];
}

function fileLabel(name: string | null): string | null {
  const label = name?.replace(/^[\s\u00A0]*[-–•][\s\u00A0]*/, '').trim() ?? '';
  return label === '' ? null : label;
}

function plainName(source: string): string {
  try {
    return decodeURIComponent(source);
  } catch {
    return source;
  }
}
