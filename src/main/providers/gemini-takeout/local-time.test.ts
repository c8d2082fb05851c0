import { describe, expect, test } from 'vitest';
import { localTimeOf } from './local-time.ts';

const at = (text: string): string | null => {
  const ms = localTimeOf(text)?.ms ?? null;
  return ms === null ? null : new Date(ms).toISOString();
};

describe('times as pages have them', () => {
  test.each([
    ['Mar 2, 2025, 3:04:05\u202FPM CET', '2025-03-02T14:04:05.000Z'],
    ['Jan 2, 2025, 12:04:05 AM EST', '2025-01-02T05:04:05.000Z'],
    ['Jan 4, 2025, 3:04:05 PM GMT+05:30', '2025-01-04T09:34:05.000Z'],
    ['2 Jan 2025, 3:04:05 pm IST', '2025-01-02T09:34:05.000Z'],
    ['02.03.2025, 15:04:05 MEZ', '2025-03-02T14:04:05.000Z'],
    ['2 févr. 2025, 15:04:05 UTC−6', '2025-02-02T21:04:05.000Z'],
    ['2 févr. 2025, 15 h 04 min 05 s HNE', '2025-02-02T20:04:05.000Z'],
    ['10 de mai. de 2026, 03:46:09 BRT', '2026-05-10T06:46:09.000Z'],
    ['02/01/2025, 15:04:05 WET', '2025-01-02T15:04:05.000Z'],
    ['2 lip 2025, 15:04:05 CEST', '2025-07-02T13:04:05.000Z'],
    ['2. lip 2025. 15:04:05 CEST', '2025-06-02T13:04:05.000Z'],
    ['2 янв. 2025 г., 15:04:05 GMT+3', '2025-01-02T12:04:05.000Z'],
    ['2026/05/26 13:46:29 JST', '2026-05-26T04:46:29.000Z'],
    ['2025. 1. 2. 오후 3시 4분 5초 GMT+9', '2025-01-02T06:04:05.000Z'],
    ['2026年6月20日 00:28:51 CST', '2026-06-19T16:28:51.000Z'],
    ['2025年1月2日 下午3:04:05 [GMT+8]', '2025-01-02T07:04:05.000Z'],
    ['15:04:05 GMT+7 2 thg 1, 2025', '2025-01-02T08:04:05.000Z'],
    ['2 ม.ค. 2568 15 นาฬิกา 04 นาที 05 วินาที GMT+7', '2025-01-02T08:04:05.000Z'],
    ['٠٢\u200F/٠١\u200F/٢٠٢٥، ٣:٠٤:٠٥ م غرينتش+٢', '2025-01-02T13:04:05.000Z'],
    ['2 जन॰ 2025, 3:04:05 pm GMT+5:30', '2025-01-02T09:34:05.000Z'],
  ])('%s', (text, iso) => {
    expect(at(text)).toBe(iso);
  });

  test.each([
    ['no zone', 'Jan 2, 2025, 3:04:05 PM'],
    ['a zone that several places have', '2 Jan 2025, 15:04:05 IST'],
    ['month and day that could be either', '3/4/2025, 3:04:05 PM EST'],
    ['another calendar', '۱۳ دی ۱۴۰۳، ۱۵:۰۴:۰۵ GMT+3'],
    ['a month nobody knows', '2 Smarch 2026, 15:04:05 UTC'],
    ['a day that is not there', 'Feb 30, 2025, 3:04:05 PM UTC'],
  ])('not told, and never guessed: %s', (_, text) => {
    expect(localTimeOf(text)).toEqual({ ms: null });
  });

  test.each([
    '',
    'hello',
    'at 10:30:00 in 2025 we met him there and said so',
    '10:30:00',
    `Jan 2, 2025, 3:04:05 PM EST\nx`,
    'x'.repeat(200),
  ])('no time at all: %j', (text) => {
    expect(localTimeOf(text)).toBeNull();
  });
});
