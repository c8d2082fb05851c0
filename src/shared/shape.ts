/**
 * The shape of a value without its content: `{id:string,parts:[string|{url:string}],n:number}`. Keys are kept, as they name the format;
 * keys that look like ids or paths are folded into `*`, since they may be content. At most `limit` characters.
 */
export function shapeOf(value: unknown, limit = 300): string {
  const text = shape(value, 0);
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Deep enough to tell formats apart, shallow enough to stay readable. */
const DEPTH = 4;

function shape(value: unknown, depth: number): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    if (depth >= DEPTH) return '[…]';
    return `[${distinct(value.slice(0, 20).map((item) => shape(item, depth + 1))).join('|')}]`;
  }
  if (typeof value === 'object') {
    if (depth >= DEPTH) return '{…}';
    const fields = Object.entries(value)
      .slice(0, 40)
      .map(([key, item]) => `${nameOf(key)}:${shape(item, depth + 1)}`);
    return `{${distinct(fields).join(',')}}`;
  }
  return typeof value;
}

function nameOf(key: string): string {
  return /^[A-Za-z_$][\w$-]{0,39}$/.test(key) && !/\d{4,}|[0-9a-f]{8}/i.test(key) ? key : '*';
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)];
}
