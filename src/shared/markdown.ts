import { providerNames, type ConversationDetail } from './contract.ts';
import { frontMatter } from './markdown/front-matter.ts';
import { folded, quote } from './markdown/block.ts';
import { inlineText, oneLine } from './markdown/inline.ts';
import { partMarkdown, type PartContext } from './markdown/part.ts';
import type { Attachment, Message, Part } from './model.ts';
import { addTraces, applyTransforms, namedTraces, traceText, type Traces, type Transform } from './transforms/index.ts';

export interface MarkdownOptions {
  readonly transforms?: readonly Transform[];
  /** `active`: what the provider's window shows. `all`: every message, alternatives marked. */
  readonly branches?: 'active' | 'all';
  /** Indexes of the messages of the branch that is written in place of the active one. */
  readonly through?: ReadonlySet<number> | null;
  /** Link to the bytes of an attachment, relative to the document; null (and by default): they are not beside it. */
  readonly hrefOf?: (attachment: Attachment) => string | null;
}

/** Writes one conversation piece by piece: `head`, every message in order of index, `tail`. The pieces joined are the document. */
export interface MarkdownWriter {
  readonly head: () => string;
  /** Empty for a message of which nothing is shown. */
  readonly message: (message: Message) => string;
  readonly tail: () => string;
}

/**
 * A conversation as GitHub-flavoured Markdown with YAML front matter. Times are UTC; the same conversation and options give the same
 * bytes on every machine. Text is as it is; everything else is fenced or escaped so that no content can pass for structure.
 */
export function markdownWriter(detail: ConversationDetail, options: MarkdownOptions = {}): MarkdownWriter {
  const { transforms = [], branches = 'active', through = null, hrefOf = () => null } = options;
  const { conversation } = detail;
  const attachments = new Map(detail.attachments.map((attachment) => [attachment.id, attachment]));
  const toolNames = new Map<string, string>();
  /** How many children of each message were met: the second begins an alternative. */
  const met = new Map<number, number>();
  let speaker: string | null = null;
  const named = namedTraces();
  let hidden: Traces = {};

  const block = (text: string): string => `\n${text}\n`;

  const trace = (): string => {
    const text = traceText(hidden);
    hidden = {};
    return text === null ? '' : block(`*[${text}]*`);
  };

  const contextOf = (message: Message): PartContext => ({
    byTool: message.role === 'tool',
    author: message.author,
    toolName: (callId) => toolNames.get(callId) ?? null,
    attachment: (id) => attachments.get(id) ?? null,
    hrefOf,
  });

  /** Where an alternative begins, a line that says so. */
  const branchMark = (message: Message): string => {
    if (branches === 'active') return '';
    const nth = (met.get(message.parent) ?? 0) + 1;
    met.set(message.parent, nth);
    if (nth === 1) return '';
    // Several roots on the active path are one log in segments, no alternatives.
    if (message.parent === -1 && message.onActivePath) return '';
    const from = message.parent === -1 ? 'from the beginning' : `after #${message.parent + 1}`;
    return `**Alternative ${nth}** · ${from}${message.onActivePath ? ' · the active one' : ''}`;
  };

  const body = (message: Message, parts: readonly Part[]): string => {
    const context = contextOf(message);
    const blocks: string[] = [];
    for (const part of parts) {
      if (part.type === 'tool-call') toolNames.set(part.callId, part.name);
      const text = partMarkdown(part, context);
      if (text !== '') blocks.push(text);
    }
    return blocks.join('\n\n');
  };

  return {
    head: () => {
      const title = conversation.title === '' ? 'Untitled' : conversation.title;
      const note = detail.note?.trim() ? block(quote(`**Note**\n\n${detail.note}`)) : '';
      return `${frontMatter(frontMatterOf(detail, transforms, branches === 'active' && through ? 'chosen' : branches))}${block(`# ${inlineText(title)}`)}${note}`;
    },
    message: (message) => {
      if (branches === 'active' && !(through ? through.has(message.index) : message.onActivePath)) return '';
      const mark = branchMark(message);
      const shown = applyTransforms(transforms, message);
      const text = body(message, shown.parts);
      if (text === '') {
        hidden = addTraces(hidden, named(shown.hiddenParts));
        if (mark === '') return '';
        speaker = null;
        return trace() + block(mark);
      }
      let written = trace();
      hidden = named(shown.hiddenParts);
      if (mark !== '') written += block(mark);
      if (message.hidden) {
        speaker = null;
        const summary = `${oneLine(speakerOf(message))} (not shown by ${providerNames[conversation.provider]})`;
        return written + block(folded(summary, text));
      }
      const says = speakerOf(message);
      const goesOn =
        mark === '' && speaker !== null && (isToolMessage(message) || (speaker === says && message.origin !== 'person'));
      if (!goesOn) {
        speaker = says;
        written += block(`## ${inlineText(says)}${timeOf(message)}${branches === 'all' ? ` · #${message.index + 1}` : ''}`);
      }
      return written + block(text);
    },
    tail: trace,
  };
}

/** The whole document in chunks: nothing is held but one message. */
export function* markdownChunks(
  detail: ConversationDetail,
  messages: Iterable<Message>,
  options: MarkdownOptions = {},
): Generator<string, void, undefined> {
  const writer = markdownWriter(detail, options);
  yield writer.head();
  for (const message of messages) {
    const chunk = writer.message(message);
    if (chunk !== '') yield chunk;
  }
  const tail = writer.tail();
  if (tail !== '') yield tail;
}

function frontMatterOf(
  { conversation, originalTitle }: ConversationDetail,
  transforms: readonly Transform[],
  branches: 'active' | 'chosen' | 'all',
): Parameters<typeof frontMatter>[0] {
  return [
    ['title', conversation.title],
    ['original_title', originalTitle],
    ['id', conversation.id],
    ['provider', conversation.provider],
    ['models', conversation.models],
    ['created', iso(conversation.createdAt)],
    ['updated', iso(conversation.updatedAt)],
    ['messages', conversation.messages],
    ['project', conversation.project],
    ['cwd', conversation.cwd],
    ['git_branch', conversation.gitBranch],
    ['parent', conversation.parentId],
    ['relation', conversation.relation],
    ['cost_usd', conversation.cost],
    ['tags', conversation.tags],
    ['provider_tags', conversation.tagsThere],
    ['starred', conversation.starred ? true : null],
    ['branches', conversation.branches > 1 ? `${branches} of ${conversation.branches}` : null],
    ['transforms', transforms.map((transform) => transform.name)],
  ];
}

function iso(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString().replace('.000Z', 'Z');
}

/** ` · 2025-03-01 12:00:00 UTC`, or nothing when the time is unknown. */
function timeOf(message: Message): string {
  if (message.createdAt === null) return '';
  return ` · ${new Date(message.createdAt).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** What a tool says belongs under the heading of who called it. */
function isToolMessage(message: Message): boolean {
  return message.role === 'tool' || message.origin === 'tool';
}

function speakerOf(message: Message): string {
  const names: Readonly<Record<Message['role'], string>> = {
    user: 'User',
    assistant: 'Assistant',
    system: 'System',
    tool: 'Tool',
  };
  const said = [names[message.role]];
  if (message.author !== null && oneLine(message.author) !== '') said.push(message.author);
  if (message.role === 'user' && message.origin === 'injected') said.push('injected');
  if (message.model !== null && oneLine(message.model) !== '') said.push(message.model);
  return said.join(' · ');
}
