/**
 * The window's HTML that early collections saved instead of the text, as Markdown: paragraphs, headings, lists, emphasis, links, code. One
 * pass over the tags; what is no tag stays as it is. Source: formats §8.12.
 */
export function htmlText(html: string): string {
  const writer = new MarkdownWriter();
  let from = 0;
  for (const match of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,15})\b([^<>]{0,2000})>/gi)) {
    writer.text(html.slice(from, match.index));
    from = match.index + match[0].length;
    writer.tag((match[2] ?? '').toLowerCase(), match[1] === '/', match[3] ?? '');
  }
  writer.text(html.slice(from));
  return writer.end();
}

/** A value that is HTML as the window of 2023 had it: it begins with a block and ends with its end. */
export function isHtml(value: string): boolean {
  const start = value.slice(0, 200).trimStart();
  const end = value.slice(-200).trimEnd();
  return /^<(?:div|p|ol|ul|pre|h[1-6]|table)\b[^<>]*>/i.test(start) && /<\/(?:div|p|ol|ul|pre|h[1-6]|table)>$/i.test(end);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };
const blocks = new Set('div p ol ul table tr blockquote section'.split(' '));
/** Lists within lists beyond this are written at the same depth. */
const deepest = 20;

class MarkdownWriter {
  readonly #out: string[] = [];
  /** Numbers of the items of the lists that are open; null: bullets. */
  readonly #lists: (number | null)[] = [];
  readonly #links: string[] = [];
  #code = false;
  /** The mark of a list's item stands there, and its first paragraph begins beside it. */
  #begun = false;
  /** Line breaks due before the next words. */
  #due = 0;
  /** Words of a code block's head (its language, “Copy code”) are passed over until the code begins. */
  #skipping = false;

  text(raw: string): void {
    if (raw === '') return;
    const text = decoded(raw);
    if (this.#code) this.#say(text);
    else if (!this.#skipping && (text.trim() !== '' || this.#due === 0)) this.#say(this.#due > 0 ? text.trimStart() : text);
  }

  tag(name: string, closes: boolean, attributes: string): void {
    if (name === 'pre') this.#fence(closes);
    else if (name === 'code') this.#codeTag(closes, attributes);
    else if (this.#code) return;
    else if (name === 'br') this.#due = Math.max(this.#due, 1);
    else if (name === 'li') this.#item(closes);
    else if (/^h[1-6]$/.test(name)) {
      this.#break(2);
      if (!closes) this.#say(`${'#'.repeat(Number(name.slice(1)))} `);
    } else if (name === 'a') this.#link(closes, attributes);
    else if (name === 'strong' || name === 'b') this.#say('**');
    else if (name === 'em' || name === 'i') this.#say('*');
    else if (name === 'td' || name === 'th') {
      if (closes) this.#say(' | ');
    } else if (blocks.has(name)) this.#block(name, closes);
  }

  end(): string {
    return this.#out.join('');
  }

  #say(text: string): void {
    if (this.#due > 0 && this.#out.length > 0) this.#out.push('\n'.repeat(this.#due));
    this.#due = 0;
    this.#begun = false;
    this.#out.push(text);
  }

  #break(lines: number): void {
    if (!this.#begun) this.#due = Math.max(this.#due, lines);
  }

  #block(name: string, closes: boolean): void {
    if (name === 'ol' || name === 'ul') {
      if (!closes) this.#lists.push(name === 'ol' ? 0 : null);
      else this.#lists.pop();
      this.#break(this.#lists.length > (closes ? 0 : 1) ? 1 : 2);
    } else if (name === 'tr') this.#break(1);
    else this.#break(this.#lists.length > 0 ? 1 : 2);
  }

  #item(closes: boolean): void {
    this.#break(1);
    if (closes) return;
    const last = this.#lists.length - 1;
    const number = this.#lists[last];
    if (typeof number === 'number') this.#lists[last] = number + 1;
    this.#say(`${'   '.repeat(Math.min(Math.max(last, 0), deepest))}${typeof number === 'number' ? `${number + 1}.` : '-'} `);
    this.#begun = true;
  }

  #fence(closes: boolean): void {
    if (closes && this.#code) {
      this.#code = false;
      if (this.#out.at(-1)?.endsWith('\n') !== true) this.#out.push('\n');
      this.#say('```');
    }
    this.#skipping = !closes;
    this.#break(2);
  }

  #codeTag(closes: boolean, attributes: string): void {
    if (this.#skipping && !closes) {
      this.#skipping = false;
      this.#say(`\`\`\`${/\blanguage-([\w+#-]{1,30})/.exec(attributes)?.[1] ?? ''}\n`);
      this.#code = true;
    } else if (!this.#code) this.#say('`');
  }

  #link(closes: boolean, attributes: string): void {
    if (!closes) {
      this.#links.push(decoded(/\bhref="([^"]*)"/i.exec(attributes)?.[1] ?? ''));
      this.#say('[');
      return;
    }
    const href = this.#links.pop();
    if (href !== undefined) this.#say(`](${href})`);
  }
}

function decoded(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,5});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
