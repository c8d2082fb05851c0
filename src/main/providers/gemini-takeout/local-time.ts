import { timeOf } from '../../../shared/json.ts';
import { monthOf } from './months.ts';
import { zoneOf } from './zones.ts';

/** Longer than any date in any language. */
const LONGEST = 90;

/** The zeros of the scripts that dates are written in. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0];

const clock = /(?<!\d)([01]?\d|2[0-4])([:.])([0-5]\d)\2([0-5]\d)(?!\d)/;
const spokenClock =
  /(?<!\d)([01]?\d|2[0-4])\s*(?:시|h|時|时|点|點|นาฬิกา|ໂມງ)\s*([0-5]?\d)\s*(?:분|min|分|นาที|ນາທີ)\s*([0-5]?\d)\s*(?:초|s|秒|วินาที|ວິນາທີ)/;

const morning = /(?<!\p{L})(?:am|a\.\s?m\.|dop\.|π\.μ\.|öö|pg|sa|पूर्वाह्न|ጥዋት|ص|午前|오전|上午|凌晨|清晨|早上)(?!\p{L}{2})/iu;
const afternoon = /(?<!\p{L})(?:pm|p\.\s?m\.|odp\.|μ\.μ\.|m\.d\.|ptg|ch|अपराह्न|ከሰዓት|م|午後|오후|下午|中午|晚上)(?!\p{L}{2})/iu;

/** What a line says of a time. */
export interface LocalTime {
  /** Null: it is a time, but not one that can be told (no zone, a calendar or language that is not known). */
  readonly ms: number | null;
}

/**
 * A line that is a localised date and time and nothing else: `Mar 2, 2025, 3:04:05 PM CET`, `02.03.2025, 15:04:05 MEZ`, `2025. 3. 2. 오후
 * 3시 4분 5초 GMT+9`. Null: the line is something else. Source: formats, §2 and §7.2.
 */
export function localTimeOf(line: string): LocalTime | null {
  if (line.length > LONGEST || line.includes('\n')) return null;
  const text = plain(line);
  const time = clock.exec(text) ?? spokenClock.exec(text);
  if (time === null) return null;
  const dotted = time.length === 5;
  const [hour, minute, second] = (dotted ? [time[1], time[3], time[4]] : [time[1], time[2], time[3]]).map(Number);
  const around = `${text.slice(0, time.index)} ${text.slice(time.index + time[0].length)}`;
  if (!/(?<!\d)\d{4}(?!\d)/.test(around)) return null;
  const isMorning = morning.test(around);
  const isAfternoon = !isMorning && afternoon.test(around);
  const chinese = around.includes('年') && !around.includes('[');
  const zone = zoneOf(around, { twelveHours: isMorning || isAfternoon, chinese });
  const rest = (zone === null ? around : around.replace(zone.said, ' ')).replace(morning, ' ').replace(afternoon, ' ');
  const twelveHours = isMorning || isAfternoon;
  const americanOrder = twelveHours && !/\p{Script=Arabic}/u.test(text);
  const date = dateOf(rest, americanOrder);
  // A sentence that has a time in it is none.
  if (date === null && (rest.match(/\p{L}{2,}/gu) ?? []).length > 5) return null;
  if (date !== null && date.others > 3) return null;
  if (date === null || zone === null || hour === undefined || minute === undefined || second === undefined) return { ms: null };
  const hours = isAfternoon && hour < 12 ? hour + 12 : isMorning && hour === 12 ? 0 : hour;
  const days = Date.UTC(date.year, date.month - 1, date.day);
  if (new Date(days).getUTCDate() !== date.day) return { ms: null };
  return { ms: timeOf(days + ((hours * 60 + minute - zone.minutes) * 60 + second) * 1000) };
}

/** Blanks, digits and signs as ASCII has them, without marks of direction. */
function plain(line: string): string {
  return line
    .replaceAll(/[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll(/[\u00A0\u2000-\u200A\u202F\u3000]/g, ' ')
    .replaceAll('−', '-')
    .replaceAll(/\p{Nd}/gu, (digit) => {
      const code = digit.codePointAt(0) ?? 0;
      const zero = zeros.find((first) => code >= first && code < first + 10);
      return zero === undefined ? digit : String(code - zero);
    })
    .trim();
}

interface PlainDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Words that say nothing of the date. */
  readonly others: number;
}

function dateOf(text: string, americanOrder: boolean): PlainDate | null {
  const words = text.match(/[\p{L}\p{M}'’.׳॰]+/gu) ?? [];
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  const written = numbers.find((number) => number >= 1000);
  if (written === undefined) return null;
  // The Buddhist era.
  const year = written >= 2540 && written < 2660 ? written - 543 : written;
  const others = (named: number): number => words.filter((word) => /\p{L}{2}/u.test(word)).length - named;
  const thang = /(?:thg|tháng)\s+(\d{1,2})/.exec(text)?.[1];
  if (thang !== undefined) {
    const day = numbers.find((number) => number !== written);
    return day === undefined ? null : { year, month: Number(thang), day, others: others(1) };
  }
  // `2. lip 2025.`
  const croatian = /\d\. \p{L}+ \d{4}\./u.test(text);
  for (const word of words) {
    const month = monthOf(word, croatian);
    if (month === null) continue;
    const day = numbers.find((number) => number >= 1 && number <= 31);
    return day === undefined ? null : { year, month, day, others: others(1) };
  }
  if (numbers.length !== 3) return null;
  const [first = 0, second = 0, third = 0] = numbers;
  if (first === written) return valid(year, second, third, others(0));
  if (third !== written) return null;
  // Only American English puts the month first, and never without AM and PM; with a slash it could be either then.
  const dayFirst = !text.includes('/') || !americanOrder || first > 12 || first === second;
  if (dayFirst) return valid(year, second, first, others(0));
  return second > 12 ? valid(year, first, second, others(0)) : null;
}

function valid(year: number, month: number, day: number, others: number): PlainDate | null {
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { year, month, day, others } : null;
}
