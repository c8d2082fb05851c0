import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveCitations, stripMarkers, stripPastedMarkers } from './citations.ts';

const marker = (inner: string): string => `\ue200${inner.split('|').join('\ue202')}\ue201`;
const page = (title: string, url: string): Record<string, unknown> => ({ title, url });

test('a marker becomes the links behind it, and the sources are listed once', () => {
  const cite = marker('cite|turn0search3|turn0news1');
  const reference = {
    matched_text: cite,
    start_idx: 5,
    type: 'grouped_webpages',
    items: [{ ...page('A', 'https://a.example'), snippet: 'why', supporting_websites: [page('B', 'https://b.example/x_(y)')] }],
  };
  expect(
    resolveCitations(`Fact.${cite} And${cite}`, { content_references: [reference, { ...reference, start_idx: 30 }] }),
  ).toEqual({
    text: 'Fact. ([A](https://a.example), [B](<https://b.example/x_(y)>)) And ([A](https://a.example), [B](<https://b.example/x_(y)>))',
    citations: [
      { type: 'citation', url: 'https://a.example', title: 'A', text: 'why' },
      { type: 'citation', url: 'https://b.example/x_(y)', title: 'B' },
    ],
  });
});

test('offsets count code points and only choose among repeats', () => {
  const cite = marker('cite|turn0search0');
  const text = `😀😀😀 one${cite} two${cite}`;
  const second = Array.from(text).length - Array.from(cite).length;
  const reference = { matched_text: cite, type: 'webpage', title: 'T', url: 'https://t.example' };
  expect(resolveCitations(text, { content_references: [{ ...reference, start_idx: second }] }).text).toBe(
    '😀😀😀 one two ([T](https://t.example))',
  );
  expect(resolveCitations(text, { content_references: [{ ...reference, start_idx: second - 2 }] }).text).toBe(
    '😀😀😀 one two ([T](https://t.example))',
  );
  expect(resolveCitations(text, { content_references: [reference] }).text).toBe('😀😀😀 one ([T](https://t.example)) two');
});

test('ready Markdown is taken as it is', () => {
  const cite = marker('cite|turn0search0');
  const reference = { matched_text: cite, type: 'grouped_webpages', alt: '([T](https://t.example))', items: [] };
  expect(resolveCitations(`x${cite}.`, { content_references: [reference] }).text).toBe('x ([T](https://t.example)).');
});

test('each kind of reference is treated as what it is', () => {
  const resolve = (reference: Record<string, unknown>, text = 'a ⟦m⟧ b'): string =>
    resolveCitations(text, { content_references: [{ matched_text: '⟦m⟧', ...reference }] }).text;
  expect(resolve({ type: 'hidden', alt: 'no' })).toBe('a  b');
  expect(resolve({ type: 'followup_a' })).toBe('a  b');
  expect(resolve({ type: 'entity', name: 'Ada' })).toBe('a Ada b');
  expect(resolve({ type: 'image_v2', alt: '![x]' })).toBe('a ![x] b');
  expect(resolve({ type: 'products' })).toBe('a  b');
  expect(resolve({ type: 'file', name: 'notes.pdf' })).toBe('a (notes.pdf) b');
  expect(resolve({ type: 'nav_list', items: [page('A', 'https://a.example'), page('B', 'https://b.example')] })).toBe(
    'a \n- [A](https://a.example)\n- [B](https://b.example) b',
  );
  expect(resolve({ type: 'webpage', url: 'https://host.example/p' })).toBe('a ([host.example](https://host.example/p)) b');
});

test.each([
  'grouped_webpages',
  'grouped_webpages_model_predicted_fallback',
  'webpage',
  'webpage_extended',
  'url',
  'tldr',
  'stock',
  'map',
])('%s: its items are links', (type) => {
  const reference = { matched_text: '⟦m⟧', type, items: [page('A', 'https://a.example')] };
  expect(resolveCitations('x ⟦m⟧', { content_references: [reference] })).toEqual({
    text: 'x ([A](https://a.example))',
    citations: [{ type: 'citation', url: 'https://a.example', title: 'A' }],
  });
});

test.each(['image_v2', 'image_group', 'video', 'map', 'products', 'product_entity', 'stock', 'forecast'])(
  '%s: a widget leaves its words, or nothing',
  (type) => {
    const cite = marker(`${type}|turn0x1`);
    const resolve = (more: Record<string, unknown>): string =>
      resolveCitations(`x${cite}`, { content_references: [{ matched_text: cite, type, ...more }] }).text;
    expect(resolve({ alt: ' a picture' })).toBe('x a picture');
    expect(resolve({})).toBe('x');
  },
);

test('a marker without a reference is looked up among what the searches of the message found', () => {
  const groups = [
    {
      domain: 'a.example',
      entries: [
        { ...page('A', 'https://a.example'), ref_id: { turn_index: 0, ref_type: 'search', ref_index: 3 } },
        { ...page('B', 'https://b.example'), ref_id: { turn_index: 0, ref_type: 'news', ref_index: 1 } },
      ],
    },
  ];
  const text = `One${marker('cite|turn0search3|turn0news1')}, two【cite】【turn0search3】, three${marker('cite|turn9search9')}.`;
  expect(resolveCitations(text, { search_result_groups: groups })).toEqual({
    text: 'One ([A](https://a.example), [B](https://b.example)), two ([A](https://a.example)), three.',
    citations: [
      { type: 'citation', url: 'https://a.example', title: 'A' },
      { type: 'citation', url: 'https://b.example', title: 'B' },
    ],
  });
  expect(resolveCitations(text, {}).text).toBe('One, two, three.');
});

test('the footer of sources changes no text, and an old reference to a space leaves the space', () => {
  const footnote = { matched_text: ' ', start_idx: 3, type: 'sources_footnote', sources: [page('S', 'https://s.example')] };
  expect(resolveCitations('abc d', { content_references: [footnote] })).toEqual({
    text: 'abc d',
    citations: [{ type: 'citation', url: 'https://s.example', title: 'S' }],
  });
  const attribution = { matched_text: ' ', start_idx: 3, end_idx: 4, type: 'attribution', url: 'https://s.example', title: 'S' };
  expect(resolveCitations('abc d', { content_references: [attribution] }).text).toBe('abc ([S](https://s.example)) d');
  expect(resolveCitations('abcd', { content_references: [attribution] }).text).toBe('abcd');
});

test('old citations: the marker at their offsets, in code points', () => {
  const citation = { start_ix: 6, end_ix: 17, metadata: { title: 'W', url: 'https://w.example', text: 'passage' } };
  expect(resolveCitations('😀Fact.【12†source】.', { citations: [citation] })).toEqual({
    text: '😀Fact. ([W](https://w.example)).',
    citations: [{ type: 'citation', url: 'https://w.example', title: 'W', text: 'passage' }],
  });
  const file = { start_ix: 1, end_ix: 15, metadata: { name: 'f.pdf', type: 'file' } };
  expect(resolveCitations('A【4:0†f.pdf】 b', { citations: [{ ...file, end_ix: 12 }] })).toEqual({
    text: 'A (f.pdf) b',
    citations: [{ type: 'citation', url: null, title: 'f.pdf' }],
  });
  expect(resolveCitations('No marker there at all', { citations: [citation] }).text).toBe('No marker there at all');
});

test('what is left of markers goes; an entity leaves its name, an address its words', () => {
  expect(stripMarkers(`See ${marker('entity|["city","Paris","capital"]')}${marker('cite|turn0view0')}.`)).toBe('See Paris.');
  expect(stripMarkers(`${marker('url|The page|turn0search1')} \ue203span\ue204\ue206`)).toBe('The page span');
  expect(stripMarkers('cut \ue200cite\ue202turn0search0')).toBe('cut ');
  expect(stripPastedMarkers(`pasted${marker('cite|turn0search3')} \ue203icon`)).toBe('pasted \ue203icon');
});

test('law: no text without markers is changed, and no marker survives', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const clean = text.replace(/[\ue200-\ue2ff]/g, '');
      expect(resolveCitations(clean, { content_references: [{ matched_text: '\ue200x\ue201', type: 'webpage' }] }).text).toBe(
        clean,
      );
    }),
  );
  const piece = fc.constantFrom('a', '😀', ' ', '\ue200', '\ue201', '\ue202', 'cite', 'turn0search1', '【1†s】');
  fc.assert(
    fc.property(
      fc.array(piece),
      fc.array(fc.record({ matched_text: piece, start_idx: fc.nat(20), type: fc.constant('webpage') })),
      (pieces, refs) => {
        expect(resolveCitations(pieces.join(''), { content_references: refs }).text).not.toMatch(/[\ue200-\ue2ff]/);
      },
    ),
  );
});
