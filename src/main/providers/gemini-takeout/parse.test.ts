import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { resolveFamily } from '../../import/resolve.ts';
import { expectSound } from '../fixtures/sound.ts';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { activity, cell, parseActivity } from './fixture.ts';
import { geminiTakeout } from './index.ts';

const only = (given: unknown): ParsedConversation => {
  const parsed = parseActivity(given);
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(JSON.stringify(parsed));
  return conversation;
};
const textsOf = (conversation: ParsedConversation): unknown =>
  conversation.messages.map(({ role, parts }) => [role, ...parts.map((part) => ('text' in part ? part.text : part.type))]);

describe('a record of the JSON', () => {
  test('is a question and its answer, at the same time', () => {
    const conversation = only(activity('Prompted Why?\nTell me', '<p>Because <b>so</b>.</p>'));
    expect(textsOf(conversation)).toEqual([
      ['user', 'Why?\nTell me'],
      ['assistant', 'Because **so**.'],
    ]);
    expect(conversation.messages.map(({ createdAt }) => createdAt)).toEqual([1_772_359_200_123, 1_772_359_200_123]);
    expect(conversation.messages[0]?.origin).toBe('person');
  });

  test.each([
    ['Asked What now', 'What now'],
    ['Live Prompt Hello', 'Hello'],
    ['Eingegebener Prompt: Wie?', 'Wie?'],
    ['送信したメッセージ: なぜ', 'なぜ'],
    ['なぜ と入力しました', 'なぜ'],
    ['Prompted\u00A0 x', 'x'],
    ['Promptedness is no verb', 'Promptedness is no verb'],
    ['Запрос: почему', 'Запрос: почему'],
  ])('the verb goes only where it is known: %s', (title, text) => {
    expect(textsOf(only(activity(title, null)))).toEqual([['user', text]]);
  });

  test.each([
    'Gave feedback: Good response',
    'Used Gemini Apps',
    'Cleared previous feedback',
    'Selected preferred draft',
    'フィードバックを送信しました: 良い',
    'Prompted ',
  ])('nothing was said in “%s”', (title) => {
    const parsed = parseActivity(activity(title, null));
    expect(parsed).toMatchObject({ conversations: [], issues: [], ignored: { conversations: 1 } });
    expect(parsed.reason).toMatch(/\.$/);
  });

  test('of another product is ignored, and the product named; of Gemini it is read in any language', () => {
    const other = parseActivity(activity('Searched for gemini', null, { header: 'Search', products: ['Search'] }));
    expect(other).toMatchObject({ conversations: [], ignored: { conversations: 1 } });
    expect(other.reason).toContain('Search');
    for (const header of ['Gemini-Apps', 'Gemini アプリ', 'Applications Gemini', 'Bard', 'تطبيقات Gemini']) {
      expect(parseActivity(activity('x', null, { header, products: [header] })).conversations).toHaveLength(1);
    }
  });

  test('keeps a time that is none as it is written', () => {
    const conversation = only(activity('Prompted a', null, { time: 'yesterday' }));
    expect(conversation.createdAt).toBeNull();
    expect(conversation.messages[0]?.parts).toContainEqual({ type: 'text', text: 'yesterday', source: 'injected' });
  });

  test('a canvas is an artifact of the assistant', () => {
    const made = activity('Created Gemini Canvas titled A plan', null, { subtitles: [{ name: '# Plan\nfirst' }] });
    expect(only(made).messages).toMatchObject([
      { role: 'assistant', parts: [{ type: 'artifact', title: 'A plan', text: '# Plan\nfirst', action: 'create' }] },
    ]);
  });

  test('files lie beside it: what was attached is the person’s, what was made the assistant’s', () => {
    const conversation = only(
      activity('Prompted draw this', '<p>Here</p><img src="made-1.png">', {
        subtitles: [{ name: 'Attached 1 file.' }, { name: '-  notes.pdf', url: 'notes-9.pdf' }, { name: '1 generated image.' }],
        attachedFiles: ['notes-9.pdf', 'made-1.png', 'made-2.png', '../../etc/passwd'],
      }),
    );
    expect(
      conversation.messages.map(({ parts }) =>
        parts.flatMap((part) => ('attachment' in part ? [`${part.type} ${part.attachment}`] : [])),
      ),
    ).toEqual([['file notes-9.pdf'], ['image made-1.png', 'image made-2.png']]);
    expect(conversation.attachments[0]).toMatchObject({
      name: 'notes.pdf',
      entry: 'Takeout/My Activity/Gemini Apps/notes-9.pdf',
    });
    expect(only(activity('Prompted see', null, { imageFile: 'photo.jpg' })).messages[0]?.parts[1]).toMatchObject({
      type: 'image',
      attachment: 'photo.jpg',
    });
  });

  test('records of one link are one conversation, oldest first; two links in one record are two', () => {
    const link = (id: string): Record<string, unknown> => ({ url: `https://gemini.google.com/app/${id}` });
    const records = [
      activity('Prompted second', '<p>2</p>', { time: '2026-03-01T11:00:00Z', details: [link('abcdef012345')] }),
      activity('Prompted first', '<p>1</p>', { details: [link('abcdef012345')] }),
      activity('Prompted other', '<p>3</p>', { titleUrl: 'https://gemini.google.com/app/fedcba543210' }),
    ];
    const parsed = parseActivity(records).conversations.map((conversation, at) => ({ key: String(at), conversation }));
    const united = resolveFamily(parsed);
    expect(united.map(({ nativeId }) => nativeId)).toEqual(['abcdef012345', 'fedcba543210']);
    expect(united[0]?.messages.map(({ parts }) => parts[0])).toMatchObject([
      { text: 'first' },
      { text: '1' },
      { text: 'second' },
      { text: '2' },
    ]);
    const both = parseActivity(
      activity('Prompted x', null, {
        details: [link('aaaaaa111'), link('bbbbbb222')],
        safeHtmlItem: [{ html: 'one' }, { html: 'two' }],
      }),
    );
    expect(both.conversations.map((conversation) => [conversation.nativeId, textsOf(conversation)])).toEqual([
      [
        'aaaaaa111',
        [
          ['user', 'x'],
          ['assistant', 'one'],
        ],
      ],
      [
        'bbbbbb222',
        [
          ['user', 'x'],
          ['assistant', 'two'],
        ],
      ],
    ]);
  });

  test('has the same ids wherever it stands, and others at another time', () => {
    const [a, b] = [activity('Prompted hi', '<p>x</p>'), activity('Prompted hi', '<p>x</p>', { time: '2026-03-01T10:00:01Z' })];
    const ids = (records: readonly unknown[]): string[] => parseActivity(records).conversations.map(({ nativeId }) => nativeId);
    expect(ids([a, b])).toEqual(ids([b, a]).toReversed());
    expect(new Set(ids([a, b])).size).toBe(2);
  });
});

describe('a record of the page', () => {
  test('says the same as that of the JSON, under the same ids', () => {
    const html = cell(
      'Prompted&nbsp;Why &lt;b&gt;?<br>Mar 1, 2026, 11:00:00\u202FAM CET<br><p>Because <strong>so</strong>.</p><pre><code>x &lt; 1\n</code></pre>',
      { thread: 'abcdef012345' },
    );
    const details = [{ url: 'https://gemini.google.com/app/abcdef012345' }];
    const json = activity('Prompted Why <b>?', '<p>Because <strong>so</strong>.</p><pre><code>x &lt; 1\n</code></pre>', {
      details,
    });
    const [page, record] = [only(html), only(json)];
    expect(page.nativeId).toBe(record.nativeId);
    expect(page.messages.map(({ nativeId, parts }) => [nativeId, parts])).toEqual(
      record.messages.map(({ nativeId, parts }) => [nativeId, parts]),
    );
  });

  test('prompt of several lines, files, what was made, a time in another language', () => {
    const html = cell(
      'Prompted one<br><br>two<br>Attached 1 file.<br>-&nbsp;<a href="my%20notes.pdf">notes</a><br>1 generated image.<br>2 févr. 2026, 15:04:05 UTC+1<br><p><img src="out.png"></p>',
    );
    const conversation = only(html);
    expect(textsOf(conversation)).toEqual([
      ['user', 'one\n\ntwo', 'file'],
      ['assistant', 'image'],
    ]);
    expect(conversation.attachments.map(({ entry }) => entry?.split('/').at(-1))).toEqual(['my notes.pdf', 'out.png']);
    expect(conversation.createdAt).toBe(Date.UTC(2026, 1, 2, 14, 4, 5));
  });

  test('the prompt may be a link to its conversation', () => {
    const conversation = only(
      cell('Prompted <a href="https://gemini.google.com/app/abc12345">Which one?</a><br>Apr 12, 2026, 3:34:31 PM EDT<p>Me.</p>'),
    );
    expect(conversation.nativeId).toBe('abc12345');
    expect(textsOf(conversation)).toEqual([
      ['user', 'Which one?'],
      ['assistant', 'Me.'],
    ]);
  });

  test('a date that cannot be told is kept, and parts prompt and answer all the same', () => {
    const conversation = only(cell('Prompted hi<br>2 Smarch 2026, 15:04:05 XYZ<br><p>yes</p>'));
    expect(conversation.messages[0]?.parts).toEqual([
      { type: 'text', text: 'hi' },
      { type: 'text', text: '2 Smarch 2026, 15:04:05 XYZ', source: 'injected' },
    ]);
    expect(conversation.messages[1]?.parts).toEqual([{ type: 'text', text: 'yes' }]);
  });

  test('without a header, or with all above the prompt', () => {
    expect(
      textsOf(
        only(
          '<div class="outer-cell"><div class="content-cell">How?<br><a href="https://myaccount.google.com/x">Controls</a><br>Jan 2, 2025, 3:04:05 PM CST<br><p>So.</p></div></div>',
        ),
      ),
    ).toEqual([
      ['user', 'How?'],
      ['assistant', 'So.'],
    ]);
    const headed = (verb: string): string =>
      `<div class="outer-cell"><div class="header-cell"><h3>Gemini Apps</h3><p>${verb}<br></p><p>Jan 2, 2025, 3:04:05 PM EDT</p></div><div class="content-cell"><p>ask</p><p>answer</p></div></div>`;
    expect(textsOf(only(headed('Prompted')))).toEqual([
      ['user', 'ask'],
      ['assistant', 'answer'],
    ]);
    expect(parseActivity(headed('Feedback')).ignored.conversations).toBe(1);
    expect(parseActivity(headed('Something new')).issues).toMatchObject([{ code: 'unknown-activity', unit: 'conversation' }]);
    expect(parseActivity(headed('Promptеd')).conversations).toHaveLength(1);
  });

  test('of another product is ignored', () => {
    expect(
      parseActivity(
        cell('Visited gemini<br>Jan 2, 2025, 3:04:05 PM EST<br>', { product: 'Chrome' }).replaceAll('Gemini Apps', 'Chrome'),
      ),
    ).toMatchObject({ conversations: [], ignored: { conversations: 1 } });
  });
});

describe('claims', () => {
  const page = (body: string): Parameters<typeof jsonSample>[2] => ({
    kind: 'html',
    values: [],
    keys: [],
    head: `<html><body>${body}`,
  });
  test.each([
    ['elements', jsonSample('a.json', [activity('Prompted a', null)])],
    ['elements', jsonSample('MyActivity.json', [activity('Visited a', null, { header: 'Chrome', products: ['Chrome'] })])],
    [
      'ignored',
      jsonSample('T/My Activity/Chrome/MyActivity.json', [
        activity('Visited a', null, { header: 'Chrome', products: ['Chrome'] }),
      ]),
    ],
    ['pieces', jsonSample('x.html', {}, page(cell('Prompted a')))],
    [
      'ignored',
      jsonSample(
        'T/My Activity/Search/x.html',
        {},
        page(cell('Searched', { product: 'Search' }).replaceAll('Gemini Apps', 'Search')),
      ),
    ],
    ['ignored', jsonSample('Takeout/archive_browser.html', {}, page('<p>list</p>'))],
    [undefined, jsonSample('x.html', {}, page('<p>Gemini</p>'))],
    [undefined, jsonSample('x.json', [{ title: 'a', mapping: {} }])],
  ])('%s', (as, sample) => {
    expect(geminiTakeout.judge(sample)?.as).toBe(as);
  });
});

describe('any bytes', () => {
  const seeds = [
    JSON.stringify([
      activity('Prompted a', '<p>b</p>', {
        attachedFiles: ['x.png'],
        details: [{ url: 'https://gemini.google.com/app/abc12345' }],
      }),
    ]),
    cell('Prompted a<br>-&nbsp;<a href="x.pdf">x</a><br>Jan 2, 2025, 3:04:05 PM EST<br><p>b</p>', {
      thread: 'abc12345',
      side: '<img src="y.png">',
    }),
  ];
  test('give the same each time, and whole conversations', () => {
    const edit = fc.record({ at: fc.nat(1200), remove: fc.nat(30), insert: fc.string({ maxLength: 6 }) });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }), (seed, edits) => {
        let text = seed;
        for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove);
        const parsed = parseActivity(text);
        expectSound(parsed);
        expect(parseActivity(text)).toEqual(parsed);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 150) },
    );
  });

  test('of any value where JSON is', () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('header', 'title', 'time', 'products', 'safeHtmlItem', 'subtitles', 'attachedFiles', 'details'),
          fc.oneof(value, fc.constant('Gemini'), fc.array(fc.record({ html: value, name: value, url: value }))),
        ),
        (record) => expectSound(parseActivity(record)),
      ),
      { numRuns: 150 },
    );
  });
});
