import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEntities } from './html-entities.ts';
import { markdownOf } from './html-markdown.ts';

describe('HTML as Markdown', () => {
  test.each([
    ['<p>One <b>bold </b>word, <em>two</em>, <s>no</s>.</p><p>Next</p>', 'One **bold** word, *two*, ~~no~~.\n\nNext'],
    ['<h2>Title<br>goes on</h2><hr>text', '## Title goes on\n\n---\n\ntext'],
    ['<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>', '- a\n  - b\n- c\n\n  d'],
    ['<ol start="3"><li>a<li>b</ol>', '3. a\n4. b'],
    ['<blockquote><p>a</p><p>b</p></blockquote>', '> a\n> \n> b'],
    ['<pre><code class="language-py">a &lt; b\n  ```\n</code></pre>', '````py\na < b\n  ```\n````'],
    ['a <code>b`c</code> d', 'a ``b`c`` d'],
    ['<table><tr><th>A<th>B|C</tr><tr><td>1<td><p>x</p><p>y</p></table>', '| A | B\\|C |\n| --- | --- |\n| 1 | x<br>y |'],
    ['<a href="https://www.google.com/url?q=https%3A%2F%2Fa.example%2F(b)&amp;usg=x">x</a>', '[x](https://a.example/%28b%29)'],
    ['<a href="javascript:alert(1)">x</a><a href="https://a.example"></a>', 'x<https://a.example>'],
    ['<img src="https://a.example/p.png" alt="a [b]" onerror="x">', '![a b](https://a.example/p.png)'],
    ['a<script>b</script><style>c</style><template>d</template><noscript>e</noscript><!-- f -->g', 'ag'],
    ['1. one<br># two<br>- three<br>&gt; four', '1\\. one\n\\# two\n\\- three\n\\> four'],
    ['snake_case _x_ 2 * 3 *y* &lt;b&gt; a\\b \\*', 'snake_case \\_x_ 2 * 3 \\*y* \\<b> a\\b \\\\*'],
    ['$x_{i}^*$ and \\(\\frac{_a}{b}\\)', '$x_{i}^*$ and \\(\\frac{_a}{b}\\)'],
    ['a  \n b<br>&nbsp;&nbsp;c', 'a b\n  c'],
    ['1 < 2 <3 <', '1 < 2 <3 <'],
    ['<p title="a > b">c', 'c'],
    ['<SCRIPT>a</sCript>b', 'b'],
  ])('%s', (html, markdown) => {
    expect(markdownOf(html)).toBe(markdown);
  });

  test('names the files beside the page, and no others', () => {
    const files: unknown[] = [];
    const html = '<a href="a.pdf">A</a><img src="b.png" alt="B"><img src="../c.png"><a href="/d"></a><a href="file:///e">e</a>';
    markdownOf(html, (...file) => files.push(file));
    expect(files).toEqual([
      ['a.pdf', 'A', false],
      ['b.png', 'B', true],
    ]);
  });

  test('resolves references once, and leaves what is none', () => {
    expect(decodeEntities('&amp;lt; &eacute;&#233;&#xE9; &nope; &#0; &#x110000; a&b &copy')).toBe(
      '&lt; ééé &nope; \uFFFD \uFFFD a&b ©',
    );
  });

  test('takes anything, and lets no tag of a page through', () => {
    const piece = fc.constantFrom(
      ...'<p> </p> <ul> <li> </li> </ul> <ol> <b> </b> <i> <a href="x"> <a href="https://a.b"> </a> <pre> </pre> <code> </code> <table> <tr> <td> </td> </tr> </table> <h1> </h1> <blockquote> </blockquote> <br> <hr> <img src=a> <script> </script> <!-- --> < > & " \' ` * _ text &lt; \n'.split(
        / (?=[<&"'`*_t\\>-])/,
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        const html = pieces.join('');
        const markdown = markdownOf(html);
        expect(markdownOf(html)).toBe(markdown);
        const outside = markdown.replaceAll(/(`{3,})[\s\S]*?(?:\1|$)/g, '').replaceAll(/(`+)[\s\S]*?\1/g, '');
        expect(/(?<!\\)<(?:script|img|iframe|a |p>|ul>|pre)/i.test(outside)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('does not go over a page twice: 5,000 of anything that could ask for it', () => {
    for (const piece of [
      '<',
      '<a x="',
      "<a b='",
      '<ul><li>',
      '<b>',
      '<script>',
      '<!--',
      '<pre>',
      '<table><tr><td>',
      '&',
      '*_',
      '\\(',
      '[',
      '<p ',
      '</b>',
      '<td>',
    ]) {
      expect(typeof markdownOf(piece.repeat(5_000))).toBe('string');
    }
  }, 10_000);
});
