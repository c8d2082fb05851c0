import MarkdownIt from 'markdown-it';
import { withFootnotes, withMath, withPlainLinks, withTasks } from './markdown-rules.ts';

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
const parser = new MarkdownIt({ html: false, linkify: true, typographer: false });
for (const extend of [withMath, withTasks, withFootnotes, withPlainLinks]) extend(parser);

/** Parses Markdown with tables, strikethrough, bare links, tasks, footnotes and formulas. */
export function markdownTokens(text: string): readonly MarkdownToken[] {
  return parser.parse(text, {}).map(plain);
}

/** The part of markdown-it's own class that is read here. */
type Parsed = ReturnType<typeof parser.parse>[number];

function plain({ type, tag, attrs, nesting, children, content, info, hidden }: Parsed): MarkdownToken {
  return { type, tag, attrs, nesting, children: children && children.map(plain), content, info, hidden };
}
