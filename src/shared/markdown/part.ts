import type {
  ArtifactPart,
  Attachment,
  CitationPart,
  FilePart,
  ImagePart,
  Json,
  Part,
  ToolCallPart,
  ToolResultPart,
} from '../model.ts';
import { closedText, fence, folded } from './block.ts';
import { codeSpan, inlineText, linkTarget, oneLine } from './inline.ts';

/** What a part needs to know of its conversation. */
export interface PartContext {
  /** What the part's message is: a tool's own text is output, never markup. */
  readonly byTool: boolean;
  readonly author: string | null;
  /** Name of the tool that was called under that id. */
  readonly toolName: (callId: string) => string | null;
  readonly attachment: (id: string) => Attachment | null;
  /** Link to the bytes, relative to the document; null: they are not beside it. */
  readonly hrefOf: (attachment: Attachment) => string | null;
}

/** A part as one Markdown block; empty when there is nothing to show. */
export function partMarkdown(part: Part, context: PartContext): string {
  switch (part.type) {
    case 'text': {
      if (part.text.trim() === '') return '';
      if (context.byTool) return labelled(label('Result', context.author), fence(part.text));
      if (part.source === undefined) return closedText(part.text);
      return labelled(sourceLabels[part.source], fence(part.text));
    }
    case 'thinking':
      return part.text.trim() === '' ? '' : folded(thinkingSummary(part.title, part.durationMs), closedText(part.text));
    case 'tool-call':
      return toolCall(part);
    case 'tool-result':
      return toolResult(part, context);
    case 'code':
      return fence(part.text, part.language ?? '');
    case 'image':
      return image(part, context);
    case 'file':
      return file(part, context);
    case 'artifact':
      return artifact(part);
    case 'citation':
      return citation(part);
    case 'unknown':
      return labelled(`**Unknown part** ${codeSpan(part.kind)}`, jsonFence(part.data));
  }
}

const sourceLabels = { pasted: '**Pasted**', injected: '**Injected**', command: '**Command**' } as const;

function labelled(first: string, block: string): string {
  return `${first}\n\n${block}`;
}

function label(kind: string, name: string | null): string {
  return name === null || oneLine(name) === '' ? `**${kind}**` : `**${kind}** ${codeSpan(name)}`;
}

function thinkingSummary(title: string | undefined, durationMs: number | undefined): string {
  const took = durationMs === undefined ? '' : ` (${Math.round(durationMs / 100) / 10} s)`;
  const titled = title === undefined || oneLine(title) === '' ? '' : `: ${oneLine(title)}`;
  return `Thinking${took}${titled}`;
}

function toolCall(part: ToolCallPart): string {
  const title = part.title === undefined || oneLine(part.title) === '' ? '' : ` · ${inlineText(part.title)}`;
  const thread = part.thread === undefined ? '' : ` → ${codeSpan(part.thread)}`;
  const first = `${label('Tool call', part.name)}${title}${thread}`;
  const block = toolInput(part.input);
  return block === '' ? first : labelled(first, block);
}

/** Input as text where it is one text (a command, a script), else as JSON. */
function toolInput(input: Json): string {
  if (input === null || input === '') return '';
  if (typeof input === 'string') return fence(input);
  if (typeof input === 'object' && !Array.isArray(input)) {
    const [entry, second] = Object.entries(input);
    if (entry === undefined) return '';
    if (second === undefined && typeof entry[1] === 'string') return `${codeSpan(entry[0])}\n\n${fence(entry[1])}`;
  }
  return jsonFence(input);
}

function toolResult(part: ToolResultPart, context: PartContext): string {
  const outcome = part.outcome === 'unknown' ? '' : ` · ${part.outcome}`;
  const first = `${label('Result', part.name ?? context.toolName(part.callId))}${outcome}`;
  const text = part.text.trim() === '' ? '' : fence(part.text);
  return text === '' ? first : labelled(first, text);
}

function jsonFence(value: Json): string {
  return fence(JSON.stringify(value, null, 2), 'json');
}

function image(part: ImagePart, context: PartContext): string {
  const name = part.alt ?? part.name ?? 'image';
  const href = hrefOf(part.attachment, context);
  return href === null ? missing('Image', name) : `![${inlineText(name)}](${href})`;
}

function file(part: FilePart, context: PartContext): string {
  const name = part.name ?? context.attachment(part.attachment)?.name ?? part.attachment;
  const href = hrefOf(part.attachment, context);
  const link = href === null ? missing('File', name) : `[${inlineText(name)}](${href})`;
  if (part.text === undefined || part.text.trim() === '') return link;
  return labelled(link, folded(`Text of ${oneLine(name)}`, fence(part.text)));
}

function hrefOf(id: string, context: PartContext): string | null {
  const attachment = context.attachment(id);
  const href = attachment === null ? null : context.hrefOf(attachment);
  return href === null ? null : `<${href.replace(/[<>\\\r\n]/g, (character) => encodeURIComponent(character))}>`;
}

function missing(kind: string, name: string): string {
  return `*${kind}: ${inlineText(name)}*`;
}

function artifact(part: ArtifactPart): string {
  const title = inlineText(part.title ?? part.artifact);
  const first = `**Artifact** ${title} · version ${part.version} · ${part.action} · ${inlineText(part.kind)}`;
  if (part.text === null) return `${first} · *its text could not be replayed*`;
  return part.text === '' ? first : labelled(first, fence(part.text, part.language ?? fenceLanguage(part.kind)));
}

function fenceLanguage(kind: string): string {
  if (kind.startsWith('code/')) return kind.slice('code/'.length);
  const known: Readonly<Record<string, string>> = {
    'text/markdown': 'markdown',
    'text/html': 'html',
    'image/svg+xml': 'svg',
    'application/vnd.ant.react': 'jsx',
    'application/vnd.ant.mermaid': 'mermaid',
  };
  return known[kind] ?? '';
}

function citation(part: CitationPart): string {
  const target = part.url === null ? null : linkTarget(part.url);
  const title = part.title ?? part.url;
  if (title === null) return '';
  const shown = target === null ? inlineText(title) : `[${inlineText(title)}](${target})`;
  return `Source: ${shown}`;
}
