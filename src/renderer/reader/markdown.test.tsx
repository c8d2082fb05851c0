import { QueryClientProvider } from '@tanstack/react-query';
import fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { caller } from '../../shared/rpc/caller.ts';
import { client } from '../../shared/rpc/client.ts';
import { loopback } from '../../shared/rpc/loopback.ts';
import { ConnectionProvider } from '../archive.ts';
import { newQueryClient } from '../cache.ts';
import type { Connection } from '../connect.ts';
import { Markdown } from './markdown.tsx';

const [port] = loopback();
const connection: Connection = { client: client(caller(port)), state: () => 'open', onState: () => () => undefined };

const html = (text: string, breaks = false): string =>
  renderToStaticMarkup(
    <ConnectionProvider value={connection}>
      <QueryClientProvider client={newQueryClient()}>
        <Markdown text={text} breaks={breaks} />
      </QueryClientProvider>
    </ConnectionProvider>,
  );
/** What a reader sees: the markup without its tags. */
const seen = (markup: string): string => markup.replaceAll(/<[^>]*>/g, '');

test('a corner of a table without words is no heading', () => {
  const markup = html('| | tide |\n|---|---|\n| high | 3 m |', false);
  expect(markup.match(/<th\b/g)).toHaveLength(1);
  expect(markup.match(/<td\b/g)).toHaveLength(3);
});

describe('Markdown becomes elements', () => {
  test('GitHub tables scroll inside themselves and keep their alignment', () => {
    const markup = html('| a | b |\n| --- | ---: |\n| 1 | 2 |');
    expect(markup).toMatch(/<div[^>]*tabindex="0"[^>]*><table>/);
    expect(markup).toContain('<td data-align="right">2</td>');
    expect(markup).not.toContain('style=');
  });

  test('code keeps its text and its language', () => {
    const markup = html('```python\nif a < b:\n    pass\n```');
    expect(markup).toContain('if a &lt; b:\n    pass');
    expect(markup).toContain('>python<');
  });

  test('headings begin below the title and skip no level', () => {
    expect(html('# one\n\n###### two\n\n## three').match(/<h\d/g)).toEqual(['<h2', '<h3', '<h3']);
    expect(html('## only').match(/<h\d/g)).toEqual(['<h2']);
  });

  test('lists, emphasis, quotes, strikes, ordered starts', () => {
    expect(html('3. **c**\n4. ~~d~~')).toContain('<ol start="3">');
    expect(html('> q')).toContain('<blockquote>');
  });

  test('tasks, footnotes, formulas, diffs', () => {
    expect(html('- [x] one\n- [ ] two')).toMatch(/<li[^>]*data-done.*done: .*one.*to do: .*two/s);
    expect(html('a[^1]\n\n[^1]: the note')).toMatch(
      /a<sup><button[^>]*data-mark="1"[^>]*aria-label="Note 1"[^>]*>1<\/button><\/sup>.*data-note="1"[^>]*><sup>1<\/sup> the note.*Back to the text/s,
    );
    expect(html('a[^1] alone')).toContain('a[^1] alone');
    expect(html('Let $x^2$ be `$y$`')).toMatch(/<code>\$x\^2\$<\/code> be <code>\$y\$<\/code>/);
    expect(html('so\n\\[\na = b\n\\]\nand')).toMatch(/<p>so<\/p><pre[^>]*>\$\$a = b\$\$<\/pre><p>and<\/p>/);
    expect(html('$5 and $10')).toContain('<p>$5 and $10</p>');
    expect(html('```diff\n-a\n+b\n```')).toMatch(/<del.*<ins/s);
  });

  test('only what says that it is an address is one', () => {
    expect(html('see README.md, git@github.com:a/b, main.py')).not.toContain('<a');
    expect(html('www.example.com and https://a.b/c')).toMatch(/<a href="http:\/\/www.example.com".*<a href="https:\/\/a.b\/c"/);
    expect(html('[https://bank.com](https://evil.example/x)')).toContain('evil.example</span>');
  });

  test('a line break is one where people type, and flows elsewhere', () => {
    expect(html('a\nb', true)).toContain('a<br/>b');
    expect(html('a\nb')).toContain('a\nb');
  });
});

describe('nothing of the text becomes markup', () => {
  test('HTML shows as it is written', () => {
    const markup = html('<script>alert(1)</script> <img src=x onerror=alert(1)> <b>hi</b>');
    expect(markup).not.toMatch(/<(script|img|b)\b/);
    expect(seen(markup)).toContain('&lt;script&gt;');
  });

  test('links go to the web and to mail, nowhere else', () => {
    expect(html('[a](https://example.com)')).toContain('href="https://example.com"');
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'vbscript:x',
      '/blobs/1',
      'app://archive/',
    ]) {
      expect(html(`[a](${url})`)).not.toContain('href=');
    }
  });

  test('pictures on the net are links, not loaded', () => {
    const markup = html('![a cat](https://example.com/cat.png)');
    expect(markup).not.toContain('<img');
    expect(markup).toContain('a cat · image on example.com, not loaded');
  });

  test('only known elements and attributes, whatever the text', () => {
    const piece = fc.constantFrom(
      '<script>',
      '<a href=x>',
      '[',
      '](',
      ')',
      '`',
      '```\n',
      '|',
      '\n| - |\n',
      '*',
      '_',
      '# ',
      '> ',
      '- ',
      '1. ',
      '\n',
      '\n\n',
      '&lt;',
      'javascript:',
      'https://a.b/',
      '"',
      "'",
      ' onclick=x ',
      '\u0000',
      '\ud800',
      'word',
      '![',
      '\\',
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.boolean(), (given, breaks) => {
        const markup = html(given, breaks);
        for (const [, name] of markup.matchAll(/<\/?([a-z0-9]+)/g)) {
          expect(
            'div p h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tr th td em strong s hr br code pre a span sup ins del b figure figcaption button svg path'.split(
              ' ',
            ),
          ).toContain(name);
        }
        expect(markup.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\son\w+=/);
        for (const [, url] of markup.matchAll(/href="([^"]*)"/g)) expect(url).toMatch(/^(https?:|mailto:)/);
      }),
      { numRuns: 400 },
    );
  });
});
