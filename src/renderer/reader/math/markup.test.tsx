import katex from 'katex';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { elementsOf } from './markup.ts';

const drawn = (tex: string): string =>
  renderToStaticMarkup(
    <>{elementsOf(katex.renderToString(tex, { displayMode: true, output: 'htmlAndMathml', strict: 'ignore', trust: false }))}</>,
  );

describe('formulas become elements', () => {
  test.each([
    'E = mc^2',
    '\\frac{a}{b} \\sqrt[3]{x} \\sum_{i=1}^n i',
    '\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}',
    '\\left\\{ x \\in \\mathbb{R} \\middle| x > 0 \\right\\}',
    '\\overbrace{a+b}^{n} \\widehat{xyz} \\cancel{x} \\boxed{y}',
    '\\textcolor{red}{x} \\text{if } x < 0 \\& "y"',
    '\\begin{array}{c|c} 1 & 2 \\\\ \\hline 3 & 4 \\end{array}',
    '\\xrightarrow{f} \\underline{z} \\phantom{q} \\tag{1}',
    'a \\begin{cases} 1 & x \\\\ 2 & y \\end{cases} \\hat{\\mathbf{v}} \\vec{w}',
  ])('%s', (tex) => {
    const markup = drawn(tex);
    expect(markup).toContain('<math');
    expect(markup).toContain('katex-html');
    expect(markup).not.toMatch(/\son\w+=|<script|href=/);
  });

  test('nothing else does', () => {
    for (const markup of [
      '<script>x</script>',
      '<span onclick="x">y</span>',
      '<a href="x">y</a>',
      '<span>',
      '</span>',
      '<img src="x"/>',
      '<span style="background:url(x)">y</span>',
      'a < b',
    ]) {
      expect(() => elementsOf(markup)).toThrow();
    }
  });
});
