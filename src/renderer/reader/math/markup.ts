import { createElement, type CSSProperties, type ReactNode } from 'react';

/** What KaTeX writes: HTML for the eye, MathML for the ear, and drawn lines. */
const tags = new Set(
  'span svg path line math semantics annotation mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder munderover mtable mtr mtd mstyle mpadded mphantom menclose mglyph mlabeledtr mmultiscripts mprescripts none'.split(
    ' ',
  ),
);

/** Attributes of those, and what React calls them. */
const attributes: Readonly<Record<string, string>> = {
  class: 'className',
  'aria-hidden': 'aria-hidden',
  xmlns: 'xmlns',
  width: 'width',
  height: 'height',
  viewBox: 'viewBox',
  preserveAspectRatio: 'preserveAspectRatio',
  d: 'd',
  x1: 'x1',
  x2: 'x2',
  y1: 'y1',
  y2: 'y2',
  'stroke-width': 'strokeWidth',
  encoding: 'encoding',
  display: 'display',
  ...Object.fromEntries(
    'mathvariant mathcolor mathsize mathbackground stretchy fence separator lspace rspace minsize maxsize accent accentunder linethickness columnalign columnspacing columnlines rowspacing rowlines displaystyle scriptlevel notation voffset depth symmetric largeop movablelimits form framespacing frame side width'
      .split(' ')
      .map((name) => [name, name]),
  ),
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'", nbsp: '\u00a0' };

const tokens = /<(\/?)([A-Za-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/g;

interface Open {
  readonly tag: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly children: ReactNode[];
}

/**
 * KaTeX's markup as React elements: nothing of it is ever parsed as HTML. Throws on whatever is not in the lists above, so that the
 * source is shown instead.
 */
export function elementsOf(markup: string): ReactNode {
  const root: Open = { tag: '', props: {}, children: [] };
  const stack = [root];
  let key = 0;
  for (const [, closing, tag, given, single, text, stray] of markup.matchAll(tokens)) {
    const top = stack.at(-1);
    if (stray !== undefined || !top) throw new Error('Not the markup of a formula.');
    if (text !== undefined) top.children.push(plain(text));
    else if (closing === '/') {
      const parent = stack.at(-2);
      if (!parent || top.tag !== tag) throw new Error('Not the markup of a formula.');
      stack.pop();
      parent.children.push(createElement(top.tag, { key: key++, ...top.props }, ...top.children));
    } else if (tag !== undefined) {
      if (!tags.has(tag)) throw new Error(`A formula has no ${tag}.`);
      const props = propsOf(given ?? '');
      if (single === '/') top.children.push(createElement(tag, { key: key++, ...props }));
      else stack.push({ tag, props, children: [] });
    }
  }
  if (stack.length !== 1) throw new Error('Not the markup of a formula.');
  return root.children;
}

function propsOf(given: string): Readonly<Record<string, unknown>> {
  const props: Record<string, unknown> = {};
  for (const [, name = '', value = ''] of given.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name === 'style') props['style'] = styleOf(plain(value));
    else {
      const known = attributes[name];
      if (known === undefined) throw new Error(`A formula has no ${name}.`);
      props[known] = plain(value);
    }
  }
  return props;
}

/** Lengths and colours, set one by one; a policy without inline styles allows that. */
function styleOf(css: string): CSSProperties {
  const style: Record<string, string> = {};
  for (const declaration of css.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon === -1) continue;
    const name = declaration.slice(0, colon).trim();
    const value = declaration.slice(colon + 1).trim();
    if (!/^[a-z-]+$/.test(name) || !/^[\w.%#, -]+$/.test(value)) throw new Error(`A formula has no style ${name}.`);
    style[name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())] = value;
  }
  return style;
}

function plain(text: string): string {
  return text.replaceAll(/&([#\w]+);/g, (whole, name: string) => entities[name] ?? whole);
}
