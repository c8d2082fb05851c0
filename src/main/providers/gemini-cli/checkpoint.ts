import { arrayOf, isObject, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation, ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { GoogleParts } from '../reading/google-parts.ts';
import { rawOf } from '../reading/json-record.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { wrappedText } from './said.ts';

/** The messages of what `/chat save` wrote: `{history}`, or the bare list of contents. Null: it is something else. */
export function historyOf(value: unknown): readonly unknown[] | null {
  const history = isObject(value) ? value['history'] : value;
  return Array.isArray(history) && history.some(isContent) ? history : null;
}

/** `{role: user|model, parts: […]}`. */
export function isContent(value: unknown): value is JsonObject {
  return isObject(value) && (value['role'] === 'user' || value['role'] === 'model') && Array.isArray(value['parts']);
}

/**
 * A saved conversation. It has neither ids nor times: it is what was asked first and answered first, so that the same one saved later is
 * the same. The program's own introduction is hidden.
 */
export function readCheckpoint(
  history: readonly unknown[],
  title: string | null,
  drift: DriftCounter,
): { readonly conversation: ParsedConversation | null; readonly issues: readonly ParsedIssue[] } {
  const google = new GoogleParts(drift, 'history.parts');
  const messages: ParsedMessage[] = [];
  const issues: ParsedIssue[] = [];
  const numbers = new Map<string, number>();
  const keys: string[] = [];
  let answered = false;
  let introduced = false;
  for (const [index, content] of history.entries()) {
    if (!isObject(content) || !Array.isArray(content['parts'])) {
      const message = 'This content has no parts, so it is not shown.';
      issues.push({ code: 'not-a-content', message, where: `history.${index}`, raw: rawOf(content), unit: 'message' });
      continue;
    }
    const isUser = textOf(content['role']) !== 'model';
    const read = arrayOf(content['parts']).flatMap((part) => google.read(part));
    const parts = isUser ? wrappedText(read) : read;
    if (parts.length === 0) continue;
    const results = parts.every((part) => part.type === 'tool-result');
    const injected = isUser && parts.every((part) => part.type === 'text' && part.source === 'injected');
    // The model's word of thanks for the introduction.
    const thanks = !isUser && introduced && messages.length === 1;
    if (injected && messages.length === 0) introduced = true;
    const role = results ? 'tool' : isUser ? 'user' : 'assistant';
    const wanted = derivedId('content', role, wordsOf(parts));
    const number = (numbers.get(wanted) ?? 0) + 1;
    numbers.set(wanted, number);
    const nativeId = number === 1 ? wanted : `${wanted}#${number}`;
    if (!answered && !injected && !thanks) {
      keys.push(wanted);
      answered = role === 'assistant';
    }
    messages.push({
      nativeId,
      parent: messages.at(-1)?.nativeId ?? null,
      role,
      origin: injected ? 'injected' : role === 'user' ? 'person' : role,
      author: null,
      model: null,
      createdAt: null,
      hidden: injected || thanks,
      usage: null,
      parts,
    });
  }
  if (keys.length === 0) return { conversation: null, issues };
  const conversation = parsedConversation({
    nativeId: `checkpoint:${derivedId(...keys)}`,
    title,
    createdAt: null,
    updatedAt: null,
    activeLeaf: messages.at(-1)?.nativeId ?? null,
    messages,
    attachments: google.attachments,
  });
  return { conversation, issues };
}

function wordsOf(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if (part.type === 'tool-call') return `${part.name} ${JSON.stringify(part.input)}`;
      if (part.type === 'image' || part.type === 'file') return part.attachment;
      return 'text' in part ? (part.text ?? '') : '';
    })
    .join('\u0001');
}
