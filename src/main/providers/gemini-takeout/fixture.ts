import type { Parsed } from '../../../shared/parsed.ts';
import type { Told, ToldMessage, Writer } from '../fixtures/telling.ts';
import { geminiTakeout } from './index.ts';

/** `given`: the HTML of a page or cell, or what is written as JSON. */
export function parseActivity(given: unknown, name = 'Takeout/My Activity/Gemini Apps/MyActivity.json'): Parsed {
  const bytes = new TextEncoder().encode(typeof given === 'string' ? given : JSON.stringify(given));
  return geminiTakeout.parse({ provider: 'gemini-takeout', bytes, name, side: { shared: null, entry: null } });
}

export function activity(title: string, html: string | null, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    header: 'Gemini Apps',
    title,
    time: '2026-03-01T10:00:00.123Z',
    products: ['Gemini Apps'],
    activityControls: ['Gemini Apps Activity'],
    ...(html === null ? {} : { safeHtmlItem: [{ html }] }),
    ...rest,
  };
}

/** A record of the page: `body` is what stands in its cell. */
export function cell(
  body: string,
  more: { readonly product?: string; readonly thread?: string; readonly side?: string } = {},
): string {
  const link = more.thread === undefined ? '' : `https://gemini.google.com/app/${more.thread}`;
  const details = link === '' ? '' : `<b>Details:</b><br>&emsp;<a href="${link}">${link}</a><br>`;
  return (
    '<div class="outer-cell mdl-cell mdl-cell--12-col mdl-shadow--2dp"><div class="mdl-grid">' +
    `<div class="header-cell mdl-cell mdl-cell--12-col"><p class="mdl-typography--title">${more.product ?? 'Gemini Apps'}<br></p></div>` +
    `<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1">${body}</div>` +
    `<div class="content-cell mdl-cell mdl-cell--6-col mdl-typography--body-1 mdl-typography--text-right">${more.side ?? ''}</div>` +
    '<div class="content-cell mdl-cell mdl-cell--12-col mdl-typography--caption"><b>Products:</b><br>&emsp;Gemini Apps<br>' +
    `${details}<b>Why is this here?</b><br>&emsp;<a href="https://myaccount.google.com/activitycontrols">here</a></div></div></div>`
  );
}

/** Every message is a record of its own, so that each has its time: a prompt without an answer, an answer to an empty prompt. */
export const writer: Writer = {
  provider: geminiTakeout,
  // An id stands in the records, but two records of one id are pieces of one conversation, whatever they say: none can collide.
  says: { titles: false, times: true, ids: false, messageIds: false, empty: false },
  comesAs: 'zip',
  write: (conversations) => exportOf(conversations.flatMap(written)),
  nativeId: (told) => idOf(told),
  broken: (conversations) => {
    const records = conversations.flatMap(written);
    records.splice(records.length >> 1, 0, { lost: true });
    return { files: exportOf(records), told: 'quarantined' };
  },
};

function idOf(told: Told): string {
  return told.id.replaceAll('-', '').toLowerCase();
}

function exportOf(records: readonly unknown[]): Record<string, string> {
  return { 'Takeout/My Activity/Gemini Apps/MyActivity.json': JSON.stringify(records, null, 2) };
}

function written(told: Told): unknown[] {
  return told.messages.map((message, place) => {
    const about = {
      time: new Date(told.startedAt + place * 60_000).toISOString(),
      details: [{ name: 'Conversation', url: `https://gemini.google.com/app/${idOf(told)}` }],
    };
    return message.from === 'person'
      ? activity(`Prompted ${message.text}`, null, about)
      : activity('Prompted', htmlOf(message), about);
  });
}

/** Words as a page shows them: paragraphs, lists, lines, and blanks that stay. */
function htmlOf({ text }: ToldMessage): string {
  return text
    .split('\n\n')
    .map((block) => {
      const plain = block.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      if (plain.split('\n').every((line) => line.startsWith('- '))) {
        return `<ul>${plain
          .split('\n')
          .map((line) => `<li>${line.slice(2)}</li>`)
          .join('')}</ul>`;
      }
      return `<p>${plain.replaceAll('\n', '<br>').replaceAll(/(?<=<br> *) /g, '&nbsp;')}</p>`;
    })
    .join('');
}
