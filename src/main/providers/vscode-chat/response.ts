import { arrayOf, isObject, jsonOf, type JsonObject, objectOf, stringOf, textOf } from '../../../shared/json.ts';
import type { Json, Part } from '../../../shared/model.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { type MessageList, toolResult } from '../reading/message-list.ts';
import { invocationParts, type Rounds } from './invocation.ts';
import { baseName, markdownOf, pathOf, uriOf } from './words.ts';

/** Items that show how an answer is being made, and say nothing of their own. Source: formats, §8.8. */
const PROGRESS = new Set(
  'codeblockUri undoStop prepareToolInvocation progressMessage progressTask progressTaskResult progressTaskSerialized mcpServersStarting mcpServersStartingSerialized command usedContext move clearToPreviousToolInvocation autoModeResolution hook externalEdits workspaceEdit disabledClaudeHooks'.split(
    ' ',
  ),
);

/** The parts of an answer; Markdown and the references in it flow into one text. */
export class Response {
  readonly parts: Part[] = [];
  readonly #owner: string;
  readonly #list: MessageList;
  readonly #rounds: Rounds;
  readonly #drift: DriftCounter;
  #flow: string[] = [];
  #thought: string | null = null;

  constructor(owner: string, list: MessageList, rounds: Rounds, drift: DriftCounter) {
    this.#owner = owner;
    this.#list = list;
    this.#rounds = rounds;
    this.#drift = drift;
  }

  read(item: unknown): void {
    if (!isObject(item)) {
      if (typeof item === 'string') this.#flow.push(item);
      return;
    }
    const kind = stringOf(item['kind']);
    switch (kind) {
      case null:
        this.#flow.push(markdownOf(item['value'] ?? item['content']));
        return;
      case 'markdownContent':
      case 'markdownVuln':
        this.#flow.push(markdownOf(item['content']));
        return;
      case 'inlineReference':
        this.#flow.push(referenceText(item));
        return;
      case 'thinking':
        this.#thinking(item);
        return;
      case 'toolInvocationSerialized':
      case 'toolInvocation':
        this.#add(...invocationParts(item, this.#owner, this.#list, this.#rounds));
        return;
      case 'textEditGroup':
      case 'notebookEditGroup':
        this.#add(...this.#edits(item));
        return;
      case 'warning':
      case 'info':
      case 'confirmation':
      case 'elicitation':
      case 'elicitation2':
      case 'elicitationSerialized':
        this.#aside(item);
        return;
      case 'pullRequest':
        this.#add({ type: 'citation', url: uriOf(item['uri']), title: textOf(item['title']) });
        return;
      case 'reference':
      case 'references':
        return;
    }
    if (PROGRESS.has(kind)) return;
    this.#drift.type('response.kind', kind, item);
    this.#add({ type: 'unknown', kind, data: jsonOf(item) });
  }

  finish(): readonly Part[] {
    this.#flush();
    return this.parts;
  }

  #flush(): void {
    const text = this.#flow.join('');
    this.#flow = [];
    // An edit stands between the fences of a block that has nothing else in it.
    if (/[^\s`]/.test(text)) {
      this.parts.push({ type: 'text', text });
      this.#thought = null;
    }
  }

  #add(...parts: readonly Part[]): void {
    this.#flush();
    this.parts.push(...parts);
    this.#thought = null;
  }

  /** Reasoning comes in pieces with one id. */
  #thinking(item: JsonObject): void {
    const text = markdownOf(item['value']);
    const title = textOf(item['generatedTitle']);
    this.#flush();
    const id = stringOf(item['id']) ?? '';
    const last = this.parts.at(-1);
    if (last?.type === 'thinking' && this.#thought === id) {
      const named = title ?? last.title ?? null;
      this.parts[this.parts.length - 1] = {
        type: 'thinking',
        text: last.text + text,
        ...(named === null ? {} : { title: named }),
      };
    } else if (text !== '' || title !== null) this.parts.push({ type: 'thinking', text, ...(title === null ? {} : { title }) });
    this.#thought = id;
  }

  #aside(item: JsonObject): void {
    const said = [item['title'], item['content'], item['message']]
      .map((value) => markdownOf(value))
      .filter((text) => text !== '');
    if (said.length > 0) this.#add({ type: 'text', text: said.join('\n\n'), source: 'injected' });
  }

  /** Changes of a file: what was put in is kept, what was there before is not. */
  #edits(item: JsonObject): readonly Part[] {
    const uri = uriOf(item['uri']);
    const edits: Json[] = [];
    for (const group of arrayOf(item['edits'])) {
      for (const edit of Array.isArray(group) ? group : [group]) {
        const text = stringOf(objectOf(edit)['text']);
        if (text !== null) edits.push({ new_text: text, range: jsonOf(objectOf(edit)['range']) });
        else if (isObject(edit)) edits.push(jsonOf(edit));
      }
    }
    const callId = this.#list.unique(`${this.#owner}/edit`);
    const input: Json = { filePath: uri === null ? null : pathOf(uri), edits };
    const done = item['done'] === true;
    const call: Part = { type: 'tool-call', callId, name: 'edit_file', input };
    return done ? [call, toolResult(callId, '', 'ok')] : [call];
  }
}

/** A file, a place in one, or a symbol, as it stands in the sentence. */
function referenceText(item: JsonObject): string {
  const reference = item['inlineReference'];
  const location = objectOf(objectOf(reference)['location']);
  const uri = uriOf('uri' in location ? location : reference);
  const name = textOf(item['name']) ?? textOf(objectOf(reference)['name']) ?? (uri === null ? '' : baseName(uri));
  if (uri !== null && /^https?:/.test(uri)) return `[${name}](${uri})`;
  return name === '' ? '' : `\`${name}\``;
}
