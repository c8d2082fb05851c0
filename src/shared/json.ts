import type { Json } from './model.ts';

/** Narrowing of data from outside: each gives the value when it is of the kind, else the neutral one; none throws. */

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The array, or an empty one. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A string that says something, or null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A finite number; numbers in strings count. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** true for `true`, 1, "true" and "1"; false for their opposites; else null. */
export function booleanOf(value: unknown): boolean | null {
  if (value === true || value === 1 || value === 'true' || value === '1') return true;
  if (value === false || value === 0 || value === 'false' || value === '0') return false;
  return null;
}

/** Deeper than any tool's input, and far from the depth at which a recursive walk overflows. */
const DEEPEST = 200;

/** The value as JSON to keep; nested deeper than 200 levels it becomes a text that says so. */
export function jsonOf(value: unknown): Json {
  return isJson(value, 0) ? value : value === undefined ? null : '(nested too deeply to be shown)';
}

function isJson(value: unknown, depth: number): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return true;
  if (typeof value !== 'object' || depth > DEEPEST) return false;
  for (const item of Array.isArray(value) ? value : Object.values(value)) if (!isJson(item, depth + 1)) return false;
  return true;
}

/** 2015-01-01: nothing of what we read is older. */
const EARLIEST = Date.UTC(2015, 0, 1);
/** 2100-01-01: a fixed bound instead of the clock, so that parsing stays a pure function of the bytes. */
const LATEST = Date.UTC(2100, 0, 1);

const ISO = /^\d{4}-\d{2}-\d{2}/;
/** A zone is stated, or the text is a date alone, which is UTC; a time without a zone would be read in the machine's own. */
const ZONE = /(?:Z|[+-]\d{2}:?\d{2}|^\d{4}-\d{2}-\d{2})$/i;

/**
 * A time as epoch milliseconds, or null when it is unknown or out of 2015 … 2099. Accepts ISO 8601, numbers (also in strings) in
 * seconds, milliseconds, microseconds or nanoseconds by magnitude, and Mongo's `{"$date": …}`. Source: formats, "Timestamps seen in
 * the wild".
 */
export function timeOf(value: unknown): number | null {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return null;
  if (isObject(value)) {
    const date = value['$date'];
    return isObject(date) ? timeOf(date['$numberLong']) : date === undefined ? null : timeOf(date);
  }
  const number = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  let ms: number;
  if (Number.isFinite(number)) {
    if (number <= 0) return null;
    if (number < 1e11) ms = number * 1000;
    else if (number < 1e14) ms = number;
    else if (number < 1e17) ms = number / 1000;
    else ms = number / 1e6;
  } else {
    ms = typeof value === 'string' && ISO.test(value) ? Date.parse(ZONE.test(value) ? value : `${value}Z`) : Number.NaN;
  }
  if (Number.isNaN(ms) || ms < EARLIEST || ms >= LATEST) return null;
  return Math.round(ms);
}
