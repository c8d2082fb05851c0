import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tagColors } from '../../shared/requests.ts';
import { choices } from '../preferences.ts';
import { usual } from '../ui/metrics.ts';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');

/** What is declared in the block of this selector, outside of any at-rule unless one is named. */
function block(selector: string, within?: string): ReadonlyMap<string, string> {
  const from = within === undefined ? 0 : css.indexOf(within);
  const at = css.indexOf(`${selector} {`, from);
  if (from < 0 || at < 0) throw new Error(`tokens.css has no ${selector}.`);
  const body = css.slice(css.indexOf('{', at) + 1, css.indexOf('}', at));
  return new Map(
    body
      .split(';')
      .map((line) => line.trim())
      .flatMap((line) => {
        const name = /^(--[a-z0-9-]+):\s*([\s\S]+)$/.exec(line);
        return name?.[1] !== undefined && name[2] !== undefined ? [[name[1], name[2]] as const] : [];
      }),
  );
}

const base = block(':root');
const high = block(":root[data-contrast='high']");
const wished = block(":root:not([data-contrast='normal'])", '@media (prefers-contrast: more)');
const palettes = [
  ['normal', base],
  ['high', new Map([...base, ...high])],
] as const;
const themes = ['light', 'dark'] as const;

type Color = readonly [red: number, green: number, blue: number, alpha: number];

function colorOf(palette: ReadonlyMap<string, string>, theme: 'light' | 'dark', name: string): Color {
  const value = palette.get(`--${name}`) ?? '';
  const halves = /^light-dark\(([^,]+),\s*([^)]+)\)$/.exec(value);
  const hex = (halves?.[theme === 'light' ? 1 : 2] ?? value).trim();
  if (!/^#(?:[0-9a-f]{6}|[0-9a-f]{8})$/.test(hex)) throw new Error(`--${name} is no colour: ${value}`);
  const at = (place: number): number => Number.parseInt(hex.slice(place, place + 2), 16);
  return [at(1), at(3), at(5), hex.length === 9 ? at(7) / 255 : 1];
}

function over([r, g, b, alpha]: Color, [red, green, blue]: Color): Color {
  const mix = (top: number, below: number): number => top * alpha + below * (1 - alpha);
  return [mix(r, red), mix(g, green), mix(b, blue), 1];
}

/** WCAG 2.2: relative luminance. */
function luminance([r, g, b]: Color): number {
  const linear = (value: number): number =>
    value / 255 <= 0.040_45 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

function ratio(a: Color, b: Color): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const surfaces = ['chrome', 'surface', 'raised', 'sunken', 'person', 'selected'];
/** Text, and the grounds it stands on besides the surfaces. */
const texts: readonly (readonly [text: string, grounds: readonly string[]])[] = [
  ['text', [...surfaces, 'mark', 'bad-fill', 'warn-fill', 'good-fill', 'selection']],
  ['text-2', [...surfaces, 'bad-fill', 'warn-fill', 'good-fill']],
  ['text-3', ['chrome', 'surface', 'raised', 'sunken', 'person']],
  ['accent', surfaces],
  ['bad', ['chrome', 'surface', 'raised', 'sunken', 'bad-fill']],
  ['warn', ['chrome', 'surface', 'raised', 'sunken', 'warn-fill']],
  ['good', ['chrome', 'surface', 'raised', 'sunken', 'good-fill']],
  ['on-accent', ['accent-fill']],
  ['on-mark-now', ['mark-now']],
];
const hues = [...base.keys()].filter((name) => name.startsWith('--hue-')).map((name) => name.slice(2));
/** What one must see to use the window, and what it stands against. */
const shapes: readonly (readonly [shape: string, grounds: readonly string[]])[] = [
  ['line-strong', ['chrome', 'surface', 'raised', 'sunken']],
  ['selected-line', surfaces],
  ['star', surfaces],
  ...hues.map((hue) => [hue, surfaces] as const),
  ...tagColors.map((color) => [`tag-${color}`, surfaces] as const),
];
/** Laid over a surface when something is pointed at. (Pressing lasts too short to be read in.) */
const veils = ['hover'];

describe.each(palettes)('contrast: %s', (palette, tokens) => {
  describe.each(themes)('%s', (theme) => {
    const color = (name: string): Color => colorOf(tokens, theme, name);
    const tooFaint = (pairs: readonly (readonly [string, readonly string[]])[], least: number): readonly string[] =>
      pairs.flatMap(([front, grounds]) =>
        grounds.flatMap((ground) =>
          [color(ground), ...(surfaces.includes(ground) ? veils.map((veil) => over(color(veil), color(ground))) : [])].flatMap(
            (below, place) => {
              const found = ratio(color(front), below);
              const name = `${front} on ${ground}${place === 0 ? '' : ` + ${veils[place - 1] ?? ''}`}`;
              return found < least ? [`${name}: ${found.toFixed(2)}`] : [];
            },
          ),
        ),
      );
    test('text is read', () => expect(tooFaint(texts, palette === 'high' ? 7 : 4.5)).toEqual([]));
    test('the name of a tag is read on its ground', () => {
      const share = Number.parseFloat(tokens.get('--tag-ground') ?? '') / 100;
      const least = palette === 'high' ? 7 : 4.5;
      const faint = tagColors.flatMap((tag) =>
        surfaces.flatMap((surface) => {
          const [red, green, blue] = color(`tag-${tag}`);
          const found = ratio(color('text'), over([red, green, blue, share], color(surface)));
          return found < least ? [`text on tag-${tag} on ${surface}: ${found.toFixed(2)}`] : [];
        }),
      );
      expect(faint).toEqual([]);
    });
    test('shapes are seen', () => expect(tooFaint(shapes, palette === 'high' ? 4.5 : 3)).toEqual([]));
  });
});

const readerColors = new Map(
  [...readFileSync(join(import.meta.dirname, '../reader/colours.css'), 'utf8').matchAll(/(--[a-z0-9-]+):\s*([^;]+);/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  ),
);

describe.each(palettes)('contrast of code, changes and terminals: %s', (palette, tokens) => {
  test.each(themes)('%s', (theme) => {
    const all = new Map([...tokens, ...readerColors]);
    const color = (name: string): Color =>
      colorOf(all, theme, /^var\(--([\w-]+)\)$/.exec(all.get(`--${name}`) ?? '')?.[1] ?? name);
    const names = [...readerColors.keys()].map((name) => name.slice(2));
    const pairs = names.flatMap((name): readonly (readonly [string, readonly string[]])[] => {
      if (name.startsWith('code-')) return [[name, ['sunken', 'added-fill', 'removed-fill']]];
      if (name.startsWith('ansi-')) return [[name, ['sunken']]];
      if (name.endsWith('-strong')) return [['text', [name]]];
      return name.endsWith('-fill') ? [['text', [name]]] : [[name, ['sunken', `${name}-fill`]]];
    });
    const least = palette === 'high' ? 7 : 4.5;
    const faint = pairs.flatMap(([front, grounds]) =>
      grounds.flatMap((ground) => {
        const found = ratio(color(front), color(ground));
        return found < least ? [`${front} on ${ground}: ${found.toFixed(2)}`] : [];
      }),
    );
    expect(pairs.length).toBeGreaterThan(20);
    expect(faint).toEqual([]);
  });
});

test('high contrast is the same whether chosen or wished by the system', () => {
  expect(Object.fromEntries(wished)).toEqual(Object.fromEntries(high));
});

test('high contrast says something about every colour', () => {
  const colors = [...base].filter(([, value]) => value.startsWith('light-dark(')).map(([name]) => name);
  expect(colors.filter((name) => !high.has(name))).toEqual([]);
});

const property = (name: string): number => Number(new RegExp(`@property ${name} \\{[^}]*initial-value: (\\d+)px`).exec(css)?.[1]);
const inPixels = (length: string): number => {
  const sizes = [...length.matchAll(/([\d.]+)(rem|px)/g)].map(([, size, unit]) => Number(size) * (unit === 'rem' ? 16 : 1));
  return Math.max(...sizes);
};

test('scripts and styles start from the same heights', () => {
  const named = { row: '--row', rowPassage: '--row-passage', rowTable: '--row-table', item: '--item', control: '--control' };
  const styled = Object.fromEntries(Object.entries(named).map(([key, name]) => [key, inPixels(base.get(name) ?? '')]));
  expect({ ...styled, rem: 16 }).toEqual(usual);
  for (const [key, name] of Object.entries(named)) expect(property(name), name).toBe(styled[key]);
});

test('compact is lower everywhere, and nothing that is pressed falls under 24 px at any size of text', () => {
  const compact = block(":root[data-density='compact']");
  for (const [name, value] of compact) expect(inPixels(value), name).toBeLessThan(inPixels(base.get(name) ?? ''));
  for (const name of ['--control', '--item']) {
    expect(inPixels(base.get(name) ?? '') * 0.9, name).toBeGreaterThanOrEqual(24);
    expect(compact.get(name), name).toMatch(/^max\(24px,/);
  }
});

test('every choice of text size and density has its tokens', () => {
  for (const size of choices.textSize.slice(1)) {
    expect(Number(block(`:root[data-text-size='${size}']`).get('--scale'))).toBeCloseTo(Number(size) / 100);
  }
  for (const density of choices.density.slice(1)) expect(block(`:root[data-density='${density}']`).size).toBeGreaterThan(0);
});
