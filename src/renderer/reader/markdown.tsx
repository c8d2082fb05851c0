import { createElement, memo, type MouseEvent, type ReactNode } from 'react';
import { parts as text } from '../messages/index.ts';
import { Icon } from '../ui/icon.tsx';
import { CodeBlock } from './code-block.tsx';
import { DiffView } from './diff/diff-view.tsx';
import { looseDiff, patchIn } from './diff/patches.ts';
import type { MarkdownToken } from './markdown-tokens.ts';
import styles from './markdown.module.css';
import { Formula } from './math/formula.tsx';
import { hostOf, OutLink } from './out-link.tsx';
import { PlainText } from './plain-text.tsx';
import { useTokens } from './use-tokens.ts';

/** Characters above which a text is shown as it is: a log, not a letter. */
const tooLong = 200_000;

/** Markdown as React elements; no HTML of the text ever reaches the document. */
export const Markdown = memo(function Markdown({ text, breaks = false }: { readonly text: string; readonly breaks?: boolean }) {
  return text.length > tooLong ? <PlainText text={text} /> : <Parsed text={text} breaks={breaks} />;
});

function Parsed({ text, breaks }: { readonly text: string; readonly breaks: boolean }) {
  const tokens = useTokens(text);
  if (!tokens) return <PlainText text={text} />;
  return <div className={styles.prose}>{elements(tokens, { levels: headingLevels(tokens), breaks })}</div>;
}

/** The tags that Markdown makes; everything else is a fault and shows as its text. */
const tags: ReadonlySet<string> = new Set(
  'p,h1,h2,h3,h4,h5,h6,ul,ol,li,blockquote,table,thead,tbody,tr,th,td,em,strong,s,hr,br'.split(','),
);

interface Setting {
  readonly levels: ReadonlyMap<MarkdownToken, number>;
  /** A line break of the source is one, as where people type. */
  readonly breaks: boolean;
}

/** The conversation's title is level 1: headings of a message begin below it and skip no level, whatever the text does. */
function headingLevels(tokens: readonly MarkdownToken[]): Setting['levels'] {
  const headings = tokens.filter((token) => token.type === 'heading_open');
  const highest = Math.min(...headings.map((token) => Number(token.tag.slice(1))));
  const levels = new Map<MarkdownToken, number>();
  let before = 1;
  for (const token of headings) {
    before = Math.min(Number(token.tag.slice(1)) - highest + 2, before + 1, 6);
    levels.set(token, before);
  }
  return levels;
}

function elements(tokens: readonly MarkdownToken[], setting: Setting): ReactNode[] {
  const stack: { token: MarkdownToken | null; children: ReactNode[] }[] = [{ token: null, children: [] }];
  tokens.forEach((token, key) => {
    const top = stack.at(-1);
    if (!top) return;
    if (token.nesting === 1) stack.push({ token, children: [] });
    else if (token.nesting === -1 && stack.length > 1) {
      stack.pop();
      stack.at(-1)?.children.push(container(top.token ?? token, top.children, key, setting));
    } else top.children.push(leaf(token, key, setting));
  });
  // A text cut short leaves no open tags in markdown-it, but losing words would be worse than an odd paragraph.
  return stack.flatMap((level) => level.children);
}

function container(token: MarkdownToken, children: ReactNode[], key: number, setting: Setting): ReactNode {
  if (token.hidden) return children;
  if (token.type === 'link_open') {
    return (
      <OutLink key={key} href={attribute(token, 'href')}>
        {children}
      </OutLink>
    );
  }
  if (token.tag === 'table') {
    return (
      <div key={key} className={styles.scroll} tabIndex={0} role="group" aria-label={text.table}>
        <table>{children}</table>
      </div>
    );
  }
  if (token.type === 'footnote_open') {
    const label = attribute(token, 'label') ?? '';
    return (
      <p key={key} data-note={label} className={styles.footnote} tabIndex={-1}>
        <sup>{label}</sup> {children}{' '}
        <button
          type="button"
          className={styles.jump}
          aria-label={text.backToMark}
          onClick={(event) => jump(event, 'mark', label)}
        >
          ↩
        </button>
      </p>
    );
  }
  const task = attribute(token, 'task');
  if (task !== null) {
    return (
      <li key={key} className={styles.task} data-done={task === 'done' || undefined}>
        <span className={styles.box}>
          {task === 'done' && <Icon name="check" size={11} />}
          <span className="visually-hidden">{task === 'done' ? text.plan.states.done : text.plan.states.open}: </span>
        </span>
        <div>{children}</div>
      </li>
    );
  }
  if (!tags.has(token.tag)) return children;
  const level = setting.levels.get(token);
  if (level !== undefined) return createElement(`h${level}`, { key, 'data-level': token.tag.slice(1) }, children);
  const start = attribute(token, 'start');
  const align = /text-align:(left|center|right)/.exec(attribute(token, 'style') ?? '')?.[1];
  return createElement(
    // A corner without words heads nothing.
    token.tag === 'th' && children.every(isEmpty) ? 'td' : token.tag,
    { key, ...(start && { start: Number(start) }), ...(align && { 'data-align': align }) },
    children,
  );
}

function isEmpty(node: ReactNode): boolean {
  return node === '' || (Array.isArray(node) && node.every(isEmpty));
}

function leaf(token: MarkdownToken, key: number, setting: Setting): ReactNode {
  switch (token.type) {
    case 'inline':
      return elements(token.children ?? [], setting);
    case 'text':
      return token.content;
    case 'softbreak':
      return setting.breaks ? <br key={key} /> : '\n';
    case 'hardbreak':
      return <br key={key} />;
    case 'code_inline':
      return <code key={key}>{token.content}</code>;
    case 'math_inline':
    case 'math_block':
      return <Formula key={key} tex={token.content} display={token.type === 'math_block'} />;
    case 'footnote_mark':
      return (
        <sup key={key}>
          <button
            type="button"
            data-mark={token.content}
            className={styles.jump}
            aria-label={text.footnote(token.content)}
            onClick={(event) => jump(event, 'note', token.content)}
          >
            {token.content}
          </button>
        </sup>
      );
    case 'fence':
    case 'code_block':
      return <Fence key={key} source={token.content} language={token.info.trim().split(/[\s{,]+/)[0] ?? ''} />;
    case 'image':
      return <RemoteImage key={key} token={token} />;
    case 'hr':
      return <hr key={key} />;
    default:
      return token.content;
  }
}

/** Between a mark and its note, within the message and without a step in the window's history. */
function jump({ currentTarget }: MouseEvent<HTMLElement>, to: 'note' | 'mark', label: string): void {
  const text = currentTarget.closest(`.${styles.prose}`);
  const element = text?.querySelector<HTMLElement>(`[data-${to}="${CSS.escape(label)}"]`);
  element?.scrollIntoView({ block: 'center' });
  element?.focus({ preventScroll: true });
}

function attribute(token: MarkdownToken, name: string): string | null {
  const value = token.attrs?.find(([key]) => key === name)?.[1];
  return value === undefined ? null : String(value);
}

function Fence({ source, language }: { readonly source: string; readonly language: string }) {
  if (/^(?:diff|patch)$/i.test(language) && /^[+-]/m.test(source))
    return <DiffView files={patchIn(source) ?? looseDiff(source)} />;
  if (/^(?:math|katex)$/i.test(language)) return <Formula tex={source.trim()} display />;
  return <CodeBlock text={source} language={language} />;
}

/** Nothing is loaded from elsewhere: a picture on the net is a labelled link to it. */
function RemoteImage({ token }: { readonly token: MarkdownToken }) {
  const source = attribute(token, 'src') ?? '';
  const host = hostOf(source);
  return (
    <span className={styles.remote}>
      <Icon name="image" size={14} />
      <OutLink href={source}>{text.remoteImage(token.content, host === '' ? source : host)}</OutLink>
    </span>
  );
}
