import { arrayOf, isObject, type JsonObject, numberOf, objectOf, stringOf, textOf, timeOf } from '../../../shared/json.ts';
import type { Part, Usage } from '../../../shared/model.ts';
import type { ParsedConversation, ParsedIssue } from '../../../shared/parsed.ts';
import { decodeBase64 } from '../reading/base64.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { type FoundFile, folderName, MessageList, timeSpan } from '../reading/message-list.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { usageOf } from '../reading/usage.ts';
import { roundsOf } from './invocation.ts';
import { Response } from './response.ts';
import { baseName, markdownOf, pathOf, uriOf } from './words.ts';

/** A session: what was asked and answered, one after the other. Source: formats, §8.8. */
export function sessionOf(
  session: JsonObject,
  folder: string | null,
  issues: ParsedIssue[],
  drift: DriftCounter,
): ParsedConversation {
  const list = new MessageList();
  arrayOf(session['requests']).forEach((request, i) => {
    if (isObject(request)) addRequest(request, list, drift);
    else if (request !== undefined) {
      const message = 'A request cannot be read: it is no object.';
      issues.push({ code: 'no-request', message, where: `requests.${i}`, raw: rawOf(request), unit: 'message' });
    }
  });
  const { messages, attachments } = list;
  const span = timeSpan(messages.map((message) => message.createdAt));
  const createdAt = timeOf(session['creationDate']) ?? span.first;
  const cwd = folder === null ? null : pathOf(folder);
  return parsedConversation({
    nativeId: textOf(session['sessionId']) ?? derivedId('session', messages[0]?.nativeId ?? null, span.first),
    title: textOf(session['customTitle']) ?? textOf(session['computedTitle']),
    createdAt,
    updatedAt: timeSpan([timeOf(session['lastMessageDate']), span.last]).last ?? createdAt,
    project: folderName(cwd),
    cwd,
    gitBranch: textOf(objectOf(session['repoData'])['localBranch']),
    archived: session['isArchived'] === true || session['archived'] === true,
    activeLeaf: list.last,
    messages,
    attachments,
  });
}

function addRequest(request: JsonObject, list: MessageList, drift: DriftCounter): void {
  const { message } = request;
  const text = typeof message === 'string' ? message : (stringOf(objectOf(message)['text']) ?? '');
  const asked = timeOf(request['timestamp']);
  const id = list.unique(textOf(request['requestId']) ?? derivedId('request', asked, text));
  const hidden = isObject(request['shouldBeRemovedOnSend']) || request['isHidden'] === true;
  const parts: Part[] = text === '' ? [] : [{ type: 'text', text }];
  for (const item of arrayOf(objectOf(request['variableData'])['variables'])) {
    const file = attached(objectOf(item));
    if (file !== null) parts.push(list.file(id, file));
  }
  if (parts.length > 0) list.add({ nativeId: id, role: 'user', origin: 'person', createdAt: asked, hidden, parts });

  const result = objectOf(request['result']);
  const metadata = objectOf(result['metadata']);
  const answer = list.unique(textOf(request['responseId']) ?? `${id}/response`);
  const response = new Response(answer, list, roundsOf(metadata), drift);
  const items = request['response'];
  for (const item of Array.isArray(items) ? items : items === undefined || items === null ? [] : [items]) response.read(item);
  const said = [...response.finish(), ...citations(request['contentReferences'])];
  const createdAt = answeredAt(request, result, asked);
  const usage = tokensOf(request, result, metadata);
  if (said.length > 0) {
    const model = modelOf(request, metadata);
    list.add({ nativeId: answer, role: 'assistant', origin: 'assistant', createdAt, hidden, model, usage, parts: said });
  }
  const failed = textOf(objectOf(result['errorDetails'])['message']);
  if (failed !== null) {
    const nativeId = list.unique(`${id}/error`);
    list.add({
      nativeId,
      role: 'system',
      origin: 'system',
      author: 'error',
      createdAt,
      hidden,
      parts: [{ type: 'text', text: failed, source: 'injected' }],
    });
  }
}

/** When the answer was complete, where that is stated. */
function answeredAt(request: JsonObject, result: JsonObject, asked: number | null): number | null {
  const completed = timeOf(objectOf(request['modelState'])['completedAt']);
  if (completed !== null) return completed;
  const elapsed = numberOf(objectOf(result['timings'])['totalElapsed']);
  return asked === null || elapsed === null || elapsed < 0 || elapsed > 86_400_000 ? null : Math.round(asked + elapsed);
}

/** `copilot/gpt-5` is the model of a vendor; the model that was really used may be stated beside it. */
function modelOf(request: JsonObject, metadata: JsonObject): string | null {
  const resolved = textOf(metadata['resolvedModel']);
  const chosen = textOf(request['modelId']);
  return resolved ?? chosen?.slice(chosen.lastIndexOf('/') + 1) ?? null;
}

function tokensOf(request: JsonObject, result: JsonObject, metadata: JsonObject): Usage | null {
  const stated = objectOf(result['usage'] ?? request['usage']);
  const input = numberOf(metadata['promptTokens']) ?? numberOf(stated['promptTokens']);
  const output =
    numberOf(metadata['outputTokens']) ?? numberOf(stated['completionTokens']) ?? numberOf(request['completionTokens']);
  return usageOf(input, output);
}

/** What was attached to a question, or null for what is no file (a tool that may be used). */
function attached(variable: JsonObject): FoundFile | null {
  const kind = stringOf(variable['kind']) ?? (variable['isImage'] === true ? 'image' : variable['isFile'] === true ? 'file' : '');
  if (kind === 'tool' || kind === 'toolset' || kind === 'command') return null;
  const { value } = variable;
  const uri = uriOf(value);
  const name = textOf(variable['name']) ?? textOf(variable['fullName']) ?? (uri === null ? null : baseName(uri));
  const mime = textOf(variable['mimeType']);
  if (kind === 'image') return { name, mime: mime ?? 'image/png', bytes: bytesIn(value), url: uri };
  if (kind === 'paste' || kind === 'string' || kind === 'promptText') {
    return { name, mime, text: textOf(variable['code']) ?? textOf(value) ?? textOf(objectOf(value)['value']) };
  }
  return name === null && uri === null ? null : { name: name ?? uri, mime };
}

/** Longest picture in a session. */
const LONGEST = 32 * 1024 * 1024;

/** Bytes as base64, as a list of numbers, or as an object of them. */
function bytesIn(value: unknown): Uint8Array | null {
  const encoded = textOf(objectOf(value)['$base64']) ?? textOf(objectOf(value)['data']);
  if (encoded !== null) return decodeBase64(encoded);
  const numbers = Array.isArray(value) ? value : isObject(value) && '0' in value ? Object.values(value) : [];
  if (numbers.length === 0 || numbers.length > LONGEST) return null;
  return numbers.every((byte) => typeof byte === 'number' && byte >= 0 && byte < 256) ? Uint8Array.from(numbers, Number) : null;
}

/** Files and pages that the answer draws on, each once. */
function citations(references: unknown): readonly Part[] {
  const found = new Map<string, Part>();
  for (const item of arrayOf(references)) {
    const { reference } = objectOf(item);
    const variable = objectOf(reference)['value'];
    const uri = uriOf('variableName' in objectOf(reference) ? variable : reference);
    if (uri !== null && !found.has(uri))
      found.set(uri, { type: 'citation', url: uri, title: baseName(uri) || markdownOf(reference) });
  }
  return [...found.values()];
}
