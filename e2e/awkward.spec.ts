import type { Page } from '@playwright/test';
import {
  awkwardConversations,
  awkwardQueries,
  awkwardTool,
  halfMark,
  shortened,
  type Saying,
} from '../src/main/archive/search/awkward.ts';
import { chatgptConversation, chatgptZip } from './exports.ts';
import { expect, test } from './test.ts';
import type { Window } from './pages/window.ts';

/** The title by the id in the list. */
const titles = new Map(awkwardConversations.map(({ title }, at) => [`chatgpt:${idOf(at)}`, title]));
const exported = () =>
  chatgptZip(
    ...awkwardConversations.map(({ title, said }, at) =>
      chatgptConversation(idOf(at), title, said.map(messageOf), 1_700_000_000 + at * 86_400),
    ),
  );

/** In the window the box is left after every query: what is still being typed is asked of the store alone. */
const typed = awkwardQueries.filter(({ typing }) => typing !== true);
const halves = [typed.slice(0, typed.length / 2), typed.slice(typed.length / 2)];

test.beforeEach(async ({ window }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await exported() });
  await window.imported(new RegExp(`${awkwardConversations.length} conversations added`));
  await window.expectTotal(awkwardConversations.length);
});

for (const [half, queries] of halves.entries())
  test(`awkward queries find what they name, ${half + 1} of ${halves.length}`, async ({ window, page }) => {
    test.setTimeout(120_000);
    for (const awkward of queries) {
      // A last word that nothing has would stay the beginning that it was while it was typed; with a space behind it, it is whole.
      const query = awkward.finds.length === 0 ? `${awkward.query} ` : awkward.query;
      await window.find(query);
      await expect.poll(() => listed(page, query), shortened(awkward)).toEqual(awkward.finds.toSorted());
      if (awkward.finds.length > 0) await window.expectTotal(awkward.finds.length);
    }
  });

test('a word that stands in one place alone opens there', async ({ window, page }) => {
  for (const awkward of typed) {
    const { query, finds, opens } = awkward;
    if (opens === undefined) continue;
    await test.step(query, async () => {
      await window.find(query);
      await expect.poll(() => listed(page, query)).toEqual(finds);
      await window.rows.first().click();
      await expect(window.title).toHaveText(finds[0] ?? '');
      await expectShown(window, opens.in, opens.mark);
      if (opens.branch === true) {
        await expect(window.reader.getByText('walrus')).toHaveCount(0);
        await expect(page.getByText(/another version|other branch|another branch/i).first()).toBeVisible();
      }
      await page.keyboard.press('Escape');
    });
  }
});

async function expectShown({ page, reader, title }: Window, place: string, mark: string): Promise<void> {
  if (place === 'title') return expect(title).toContainText(mark);
  await expect(reader.getByText(mark).first()).toBeVisible();
  // Names of files are no text of their own that could be marked.
  if (place !== 'attachments') await expect.poll(() => marked(page)).toBe(mark);
}

/** What is marked as the hit one is at. */
function marked(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const [range] = CSS.highlights.get('hit-now') ?? [];
    return range instanceof Range ? range.toString() : null;
  });
}

/** Titles in the list, once it shows what the query found; until then why not. */
async function listed(page: Page, query: string): Promise<readonly string[] | string> {
  const { asked, old, loading, ids } = await page.evaluate(() => ({
    asked: new URLSearchParams(location.search).get('q') ?? '',
    old: document.querySelector('[data-list-scroller][data-old]') !== null,
    loading: document.querySelector('[data-list-scroller]') !== null,
    ids: [...document.querySelectorAll('[data-list-scroller] [data-id]')].map((row) => row.getAttribute('data-id') ?? ''),
  }));
  if (asked !== query) return `asked is ${asked}`;
  if (old || (loading && ids.length === 0)) return 'not there yet';
  return ids.map((id) => titles.get(id) ?? id).toSorted();
}

function idOf(at: number): string {
  return `a3c3a4d0-0000-4000-8000-${String(at).padStart(12, '0')}`;
}

/** As ChatGPT writes it down. */
function messageOf({ by, kind, text, after }: Saying): Parameters<typeof chatgptConversation>[2][number] {
  const answers = after === undefined ? {} : { after };
  switch (kind) {
    case 'text':
      return { role: by, content: { content_type: 'text', parts: [text] }, ...answers };
    case 'thinking':
      return { role: by, content: { content_type: 'thoughts', thoughts: [{ summary: '', content: text }] } };
    case 'code':
      return { role: by, content: { content_type: 'code', language: 'unknown', text } };
    case 'call':
      return { role: by, recipient: awkwardTool, content: { content_type: 'code', language: 'unknown', text } };
    case 'output':
      return { role: by, name: awkwardTool, content: { content_type: 'execution_output', text } };
    case 'file':
      return {
        role: by,
        content: { content_type: 'text', parts: [''] },
        metadata: { attachments: [{ id: 'file-1', name: text, mime_type: 'application/pdf', size: 1 }] },
      };
    case 'halves': {
      const [first = '', second = ''] = text.split(halfMark);
      const picture = {
        content_type: 'image_asset_pointer',
        asset_pointer: 'sediment://file_1',
        size_bytes: 1,
        width: 1,
        height: 1,
      };
      return { role: by, content: { content_type: 'multimodal_text', parts: [first, picture, second] } };
    }
  }
}
