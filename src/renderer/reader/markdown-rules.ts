import type MarkdownIt from 'markdown-it';
import { mathAt } from './math/find-math.ts';

type Parser = InstanceType<typeof MarkdownIt>;

/** Formulas: `math_inline` and `math_block` tokens with the source as their content. */
export function withMath(parser: Parser): void {
  parser.inline.ruler.before('escape', 'math', (state, silent) => {
    const letter = state.src[state.pos];
    if (letter !== '$' && letter !== '\\') return false;
    const math = mathAt(state.src, state.pos);
    if (!math || math.end > state.posMax) return false;
    if (!silent) {
      const token = state.push(math.display ? 'math_block' : 'math_inline', 'math', 0);
      token.content = math.tex;
    }
    state.pos = math.end;
    return true;
  });

  parser.block.ruler.before(
    'fence',
    'math',
    (state, startLine, endLine, silent) => {
      if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
      const from = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
      const open = state.src.slice(from, from + 2);
      if (open !== '$$' && open !== '\\[') return false;
      const close = open === '$$' ? '$$' : '\\]';
      for (let line = startLine; line < endLine; line++) {
        const begin = line === startLine ? from + 2 : (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
        const text = state.src.slice(begin, state.eMarks[line]).trimEnd();
        if (line > startLine && ((state.sCount[line] ?? 0) < state.blkIndent || text.trim() === '')) return false;
        const at = text.indexOf(close);
        if (at === -1) continue;
        // Something after the end: a sentence that begins with a formula.
        if (at !== text.length - 2) return false;
        const whole = state.getLines(startLine, line + 1, state.blkIndent, false).trim();
        const math = mathAt(whole, 0);
        if (!math || math.end !== whole.length) return false;
        if (silent) return true;
        const token = state.push('math_block', 'math', 0);
        token.content = math.tex;
        token.map = [startLine, line + 1];
        state.line = line + 1;
        return true;
      }
      return false;
    },
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  );
}

/** `- [x] done`: the item carries how it stands, its text loses the box. */
export function withTasks(parser: Parser): void {
  parser.core.ruler.push('tasks', (state) => {
    state.tokens.forEach((token, at) => {
      const inline = state.tokens[at + 2];
      const first = inline?.children?.[0];
      if (token.type !== 'list_item_open' || inline?.type !== 'inline' || first?.type !== 'text') return;
      const box = /^\[([ xX])\](?:\s+|$)/.exec(first.content);
      if (!box) return;
      token.attrSet('task', box[1] === ' ' ? 'open' : 'done');
      first.content = first.content.slice(box[0].length);
    });
  });
}

/** `[^1]` and `[^1]: the note`. A mark without a note stays as it is written. */
export function withFootnotes(parser: Parser): void {
  const notes = (env: object): Set<string> => {
    const known = parsedNotes.get(env) ?? new Set<string>();
    parsedNotes.set(env, known);
    return known;
  };
  const parsedNotes = new WeakMap<object, Set<string>>();

  parser.block.ruler.before(
    'reference',
    'footnote',
    (state, startLine, endLine, silent) => {
      const from = (state.bMarks[startLine] ?? 0) + (state.tShift[startLine] ?? 0);
      const head = /^\[\^([^\]\s]{1,60})\]:[ \t]*/.exec(state.src.slice(from, state.eMarks[startLine]));
      if (!head) return false;
      if (silent) return true;
      let last = startLine + 1;
      while (last < endLine && !state.isEmpty(last) && (state.sCount[last] ?? 0) > state.blkIndent) last++;
      const label = head[1] ?? '';
      notes(state.env).add(label);
      state.push('footnote_open', 'p', 1).attrSet('label', label);
      const inline = state.push('inline', '', 0);
      inline.content = state.getLines(startLine, last, state.blkIndent, false).trim().slice(head[0].trimEnd().length).trim();
      inline.map = [startLine, last];
      inline.children = [];
      state.push('footnote_close', 'p', -1);
      state.line = last;
      return true;
    },
    { alt: ['paragraph', 'reference'] },
  );

  parser.inline.ruler.before('link', 'footnote', (state, silent) => {
    if (state.src[state.pos] !== '[' || state.src[state.pos + 1] !== '^') return false;
    const mark = /^\[\^([^\]\s]{1,60})\]/.exec(state.src.slice(state.pos, state.pos + 64));
    if (!mark?.[1] || !notes(state.env).has(mark[1])) return false;
    if (!silent) state.push('footnote_mark', 'sup', 0).content = mark[1];
    state.pos += mark[0].length;
    return true;
  });
}

/** Only what says that it is an address becomes a link: `README.md` and `git@host` are no pages. */
export function withPlainLinks(parser: Parser): void {
  const { linkify } = parser;
  const match = linkify.match.bind(linkify);
  linkify.match = (text) => match(text)?.filter(({ schema, raw }) => schema !== '' || /^www\./i.test(raw)) ?? null;
  linkify.set({ fuzzyLink: true, fuzzyEmail: false });
}
