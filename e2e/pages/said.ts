import type { JSHandle, Page } from '@playwright/test';
import MarkdownIt from 'markdown-it';

/** What somebody says in one go, or what a lens left in the place of what it hid. */
export interface Said {
  readonly by: 'person' | 'assistant' | 'trace';
  /** Its words as they are read, with one space wherever there is any. */
  readonly text: string;
}

interface Piece {
  readonly by: string;
  readonly text: string;
}

/** In the page: the text of an element as one reads it, without what `skipped` names and what is not shown. */
type TextOf = (element: Element, skipped: string) => string;

function textOfIn(page: Page): Promise<JSHandle<TextOf>> {
  return page.evaluateHandle(() => {
    const inline = /^(?:A|B|CODE|DEL|EM|I|INS|MARK|S|SPAN|STRONG|SUB|SUP|U)$/;
    const blockOf = (node: Node): Node | null => {
      let parent = node.parentNode;
      while (parent && inline.test(parent.nodeName)) parent = parent.parentNode;
      return parent;
    };
    return (element: Element, skipped: string) => {
      const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_ALL, (node) =>
        skipped !== '' && node instanceof Element && (node.matches(skipped) || !node.checkVisibility())
          ? NodeFilter.FILTER_REJECT
          : NodeFilter.FILTER_ACCEPT,
      );
      let text = '';
      let block: Node | null = null;
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.nodeName === 'BR') text += ' ';
        if (node.nodeType !== Node.TEXT_NODE) continue;
        const own = blockOf(node);
        text += `${own === block ? '' : ' '}${node.textContent ?? ''}`;
        block = own;
      }
      return text.replaceAll(/\s+/g, ' ').trim();
    };
  });
}

/** Everything that the reader shows, from the first message to the last: it is scrolled through, and what is folded is opened. */
export async function saidInReader(page: Page): Promise<readonly Said[]> {
  const rows = await page.evaluate(
    async (textOf) => {
      const scroller = document.querySelector<HTMLElement>('[data-reader-scroller]');
      if (!scroller) throw new Error('No conversation is open.');
      const seen = new Map<number, Piece>();
      interface Piece {
        readonly by: string;
        readonly text: string;
      }
      const frame = (): Promise<void> => new Promise((resolve) => void requestAnimationFrame(() => setTimeout(resolve, 0)));
      /** Opens what is folded, and waits until what is drawn has stayed as it is for some frames. */
      const settle = async (): Promise<void> => {
        let before = '';
        for (let frames = 0, quiet = 0; quiet < 4; frames++) {
          if (frames > 600) throw new Error('The reader does not come to rest.');
          const folded = scroller.querySelectorAll<HTMLElement>(
            '[data-index] [aria-expanded=false]:not([aria-haspopup], [data-unsaid] *)',
          );
          for (const one of folded) one.click();
          await frame();
          const waiting = folded.length + scroller.querySelectorAll('[class*=skeleton]').length;
          const now = `${scroller.scrollTop} ${scroller.scrollHeight} ${scroller.textContent.length}`;
          quiet = waiting === 0 && now === before ? quiet + 1 : 0;
          before = now;
        }
      };
      const read = (): void => {
        for (const row of scroller.querySelectorAll<HTMLElement>('[data-index]')) {
          const piece = row.querySelector('article, section:not([data-unsaid])');
          seen.set(Number(row.dataset['index']), {
            by: piece === null ? 'trace' : (piece.getAttribute('data-speaker') ?? 'aside'),
            text: textOf(row, 'button, header, figcaption, [aria-hidden=true], [data-unsaid], .visually-hidden'),
          });
        }
      };
      scroller.scrollTop = 0;
      await settle();
      read();
      while (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1) {
        scroller.scrollTop += scroller.clientHeight * 0.7;
        await settle();
        read();
      }
      return [...seen].sort(([a], [b]) => a - b);
    },
    await textOfIn(page),
  );
  rows.forEach(([index], place) => {
    if (index !== place) throw new Error(`Piece ${place} of the conversation was never drawn.`);
  });
  return joined(rows.map(([, piece]) => piece));
}

/** What a document says, read by a program that knows nothing of ours: from Markdown to HTML to text. */
export async function saidInMarkdown(page: Page, markdown: string): Promise<readonly Said[]> {
  const html = new MarkdownIt({ html: true }).render(withoutFrontMatter(markdown));
  const blocks = await page.evaluate(
    ([textOf, source]) => {
      const { body } = new DOMParser().parseFromString(source, 'text/html');
      for (const summary of body.querySelectorAll('details > summary')) summary.remove();
      return [...body.children].map((child) => ({ tag: child.tagName, text: textOf(child, '') }));
    },
    [await textOfIn(page), html] as const,
  );
  let by = 'title';
  const pieces: Piece[] = [];
  for (const { tag, text } of blocks) {
    const speaker = tag === 'H2' ? /^(User|Assistant)(?: ·|$)/.exec(text)?.[1] : undefined;
    const trace = tag === 'P' ? /^\[(.* hidden)\]$/.exec(text)?.[1] : undefined;
    if (speaker !== undefined) by = speaker === 'User' ? 'person' : 'assistant';
    else if (trace !== undefined) pieces.push({ by: 'trace', text: trace });
    else if (tag !== 'H1' || by !== 'title') pieces.push({ by, text });
  }
  return joined(pieces);
}

export function withoutFrontMatter(markdown: string): string {
  return markdown.replaceAll('\r\n', '\n').replace(/^---\n[\s\S]*?\n---\n/, '');
}

/** What one says in several pieces, as one. */
function joined(pieces: readonly Piece[]): readonly Said[] {
  const said: Said[] = [];
  for (const { by, text } of pieces) {
    if (text === '') continue;
    if (by !== 'person' && by !== 'assistant' && by !== 'trace') throw new Error(`Nobody knows who “${by}” is: ${text}`);
    const last = said.at(-1);
    if (last?.by === by) said[said.length - 1] = { by, text: `${last.text} ${text}` };
    else said.push({ by, text });
  }
  return said;
}
