import MarkdownIt from 'markdown-it';

/** A markdown-it token as plain data, so that a worker can hand it over. */
export interface MarkdownToken {
  readonly type: string;
  readonly tag: string;
  readonly attrs: readonly (readonly [string, string | number])[] | null;
  readonly nesting: number;
  readonly children: readonly MarkdownToken[] | null;
  readonly content: string;
  readonly info: string;
  readonly hidden: boolean;
}

// HTML in a text is text: nothing of the data ever becomes markup.
const settings = { html: false, linkify: true, typographer: false } as const;
const flowing = new MarkdownIt(settings);
const breaking = new MarkdownIt({ ...settings, breaks: true });

/** Parses Markdown (tables, strikethrough, bare links). `breaks`: a line break of the source is one, as where people type. */
export function markdownTokens(text: string, breaks: boolean): readonly MarkdownToken[] {
  return (breaks ? breaking : flowing).parse(text, {}).map(plain);
}

/** The part of markdown-it's own class that is read here. */
type Parsed = ReturnType<typeof flowing.parse>[number];

function plain({ type, tag, attrs, nesting, children, content, info, hidden }: Parsed): MarkdownToken {
  return { type, tag, attrs, nesting, children: children && children.map(plain), content, info, hidden };
}
