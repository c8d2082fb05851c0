import {
  arrayOf,
  isObject,
  jsonOf,
  numberOf,
  objectOf,
  stringOf,
  textOf,
  timeOf,
  type JsonObject,
} from '../../../shared/json.ts';
import type { CitationPart, Part, Role, ThinkingPart, ToolCallPart } from '../../../shared/model.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { replayCall, type Artifacts } from './artifacts.ts';
import type { Attachments } from './attachments.ts';
import { knownKeys } from './known-keys.ts';
import { splitMarkup } from './markup.ts';
import { pairResults } from './pairs.ts';
import { resultParts } from './tool-result.ts';

export interface MessageView {
  readonly id: string;
  readonly role: Role;
  /** As they stand above this message. */
  readonly artifacts: Artifacts;
  readonly attachments: Attachments;
  readonly drift: DriftCounter;
}

export interface MessageParts {
  readonly parts: readonly Part[];
  readonly artifacts: Artifacts;
}

/**
 * The parts of a message: its blocks, else its `text` (which repeats all blocks, thinking too, and so is used only when there are none),
 * then what was attached. Source: formats §4.3, §4.4.
 */
export function messageParts(message: JsonObject, view: MessageView): MessageParts {
  const { content } = message;
  const blocks = Array.isArray(content) ? content : [];
  const writer = new Writer(view, blocks);
  for (const [index, block] of blocks.entries()) writer.block(block, index);
  if (typeof content === 'string' && content !== '') writer.text(content);
  if (writer.parts.length === 0) {
    const text = textOf(message['text']);
    if (text !== null) writer.text(text);
  }
  for (const part of view.attachments.partsOf(message, view.id)) writer.parts.push(part);
  return { parts: writer.parts, artifacts: writer.artifacts };
}

class Writer {
  readonly parts: Part[] = [];
  artifacts: Artifacts;
  readonly #view: MessageView;
  readonly #blocks: readonly unknown[];
  readonly #pairs: ReturnType<typeof pairResults>;
  /** Titles of found pages by address, once one is asked for. */
  #titles: Map<string, string> | null = null;

  constructor(view: MessageView, blocks: readonly unknown[]) {
    this.#view = view;
    this.#blocks = blocks;
    this.artifacts = view.artifacts;
    this.#pairs = pairResults(blocks, view.id);
  }

  /** A text; an answer of 2024 may hold artifacts and thinking in tags. */
  text(text: string): void {
    if (this.#view.role !== 'assistant' || !text.includes('<ant')) {
      this.parts.push({ type: 'text', text });
      return;
    }
    const split = splitMarkup(text, this.artifacts);
    this.artifacts = split.artifacts;
    for (const part of split.parts) this.parts.push(part);
  }

  block(block: unknown, index: number): void {
    const { drift, attachments, id } = this.#view;
    if (!isObject(block)) {
      if (typeof block === 'string' && block !== '') this.text(block);
      return;
    }
    drift.fields(block, knownKeys.block, 'message.content');
    switch (block['type']) {
      case 'text':
        this.#text(block);
        return;
      case 'thinking':
      case 'redacted_thinking':
        this.parts.push(thinkingOf(block));
        return;
      case 'tool_use':
        this.#call(block, index);
        return;
      case 'tool_result':
        for (const part of resultParts(block, this.#pairs.callIds.get(index) ?? id, id, attachments, drift))
          this.parts.push(part);
        return;
      case 'voice_note': {
        const text = [textOf(block['title']), textOf(block['text'])].filter((part) => part !== null).join('\n\n');
        if (text !== '') this.text(text);
        return;
      }
      case 'injected_prompt_block': {
        const text = textOf(block['text']) ?? textOf(block['prompt']) ?? textOf(block['content']);
        if (text !== null) this.parts.push({ type: 'text', text, source: 'injected' });
        return;
      }
      case 'token_budget':
      case 'flag':
        // Bookkeeping of the service, kept in the original alone.
        return;
      case 'image':
      case 'document': {
        const part = attachments.block(block, id);
        this.parts.push(part ?? { type: 'unknown', kind: block['type'], data: jsonOf(block) });
        return;
      }
      case 'knowledge':
        this.parts.push(knowledgeOf(block));
        return;
      default: {
        const { type } = block;
        const kind = typeof type === 'string' ? type : 'block';
        drift.type('message.content.type', kind, block);
        const text = textOf(block['text']);
        if (text !== null) this.text(text);
        this.parts.push({ type: 'unknown', kind, data: jsonOf(block) });
      }
    }
  }

  #text(block: JsonObject): void {
    const text = textOf(block['text']);
    if (text !== null) this.text(text);
    const citations = arrayOf(block['citations']).filter(isObject);
    if (citations.length === 0) return;
    const seen = new Set<string>();
    for (const citation of citations.toSorted((a, b) => startOf(a) - startOf(b))) {
      const details = objectOf(citation['details']);
      const url = textOf(details['url']) ?? textOf(citation['url']);
      const title = textOf(details['title']) ?? textOf(citation['title']) ?? (url === null ? null : this.#titleOf(url));
      const key = url ?? title;
      if (key === null || seen.has(key)) continue;
      seen.add(key);
      const passage = textOf(details['cited_text']) ?? textOf(citation['cited_text']);
      this.parts.push({ type: 'citation', url, title, ...(passage === null ? {} : { text: passage }) });
    }
  }

  #call(block: JsonObject, index: number): void {
    const callId = this.#pairs.callIds.get(index) ?? this.#view.id;
    const name = textOf(block['name']) ?? textOf(block['integration_name']) ?? 'tool';
    const title = textOf(block['message']) ?? textOf(block['integration_name']);
    const call: ToolCallPart = {
      type: 'tool-call',
      callId,
      name,
      input: jsonOf(block['input']),
      ...(title === null ? {} : { title }),
    };
    this.parts.push(call);
    if (this.#pairs.failed.has(callId)) return;
    const step = replayCall(name, block['input'], this.artifacts);
    if (step === null) return;
    this.artifacts = step.artifacts;
    this.parts.push(step.part);
  }

  /** The title of a page that this message's searches found. */
  #titleOf(url: string): string | null {
    if (this.#titles === null) {
      this.#titles = new Map();
      for (const block of this.#blocks) {
        if (!isObject(block) || block['type'] !== 'tool_result') continue;
        for (const item of arrayOf(block['content'])) {
          const found = isObject(item) ? textOf(item['url']) : null;
          const title = isObject(item) ? textOf(item['title']) : null;
          if (found !== null && title !== null && !this.#titles.has(found)) this.#titles.set(found, title);
        }
      }
    }
    return this.#titles.get(url) ?? null;
  }
}

/** Where in the text a source is cited; the sources are listed in this order. */
function startOf(citation: JsonObject): number {
  return numberOf(citation['start_index']) ?? Number.MAX_SAFE_INTEGER;
}

function thinkingOf(block: JsonObject): ThinkingPart {
  const summaries = arrayOf(block['summaries']);
  const title = textOf(objectOf(summaries.at(-1))['summary']);
  const start = timeOf(block['start_timestamp']);
  const stop = timeOf(block['stop_timestamp']);
  return {
    type: 'thinking',
    text: stringOf(block['thinking']) ?? '',
    ...(title === null ? {} : { title }),
    ...(start === null || stop === null || stop <= start ? {} : { durationMs: stop - start }),
  };
}

function knowledgeOf(block: JsonObject): CitationPart {
  const text = textOf(block['text']);
  return { type: 'citation', url: textOf(block['url']), title: textOf(block['title']), ...(text === null ? {} : { text }) };
}
