/**
 * Turns one value of a filter on or off in a query's text, leaving every other character as it was typed. Values of one field share a
 * term (`provider:claude,codex`: either); a negated or bracketed term is the person's own and stays.
 */
export function toggleTerm(query: string, field: string, value: string): string {
  const terms = termsOf(query);
  const term = terms.find(
    ({ depth, text }) => depth === 0 && text.toLowerCase().startsWith(`${field}:`) && text.length > field.length + 1,
  );
  if (!term) return [query.trimEnd(), `${field}:${quoted(value)}`].filter(Boolean).join(' ');
  const values = listOf(term.text.slice(field.length + 1));
  const same = (other: string): boolean => other.toLowerCase() === value.toLowerCase();
  const next = values.some(same) ? values.filter((other) => !same(other)) : [...values, value];
  const before = query.slice(0, term.from);
  const after = query.slice(term.to);
  if (next.length > 0) return `${before}${field}:${next.map(quoted).join(',')}${after}`;
  return `${before.trimEnd()} ${after.trimStart()}`.trim();
}

/** The query without any term of the field. */
export function withoutField(query: string, field: string): string {
  return termsOf(query)
    .filter(({ depth, text }) => depth === 0 && text.toLowerCase().startsWith(`${field}:`))
    .reduceRight((left, { from, to }) => `${left.slice(0, from).trimEnd()} ${left.slice(to).trimStart()}`.trim(), query);
}

interface Term {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Brackets around it. */
  readonly depth: number;
}

/** What stands between white space and brackets, outside of quotes. */
function termsOf(query: string): readonly Term[] {
  const terms: Term[] = [];
  let depth = 0;
  let from = -1;
  let inQuotes = false;
  const end = (to: number): void => {
    if (from !== -1) terms.push({ from, to, text: query.slice(from, to), depth });
    from = -1;
  };
  for (let at = 0; at < query.length; at++) {
    const letter = query.charAt(at);
    if (letter === '"') inQuotes = !inQuotes;
    if (!inQuotes && (letter === '(' || letter === ')' || /\s/.test(letter))) {
      end(at);
      if (letter === '(') depth++;
      if (letter === ')') depth = Math.max(0, depth - 1);
    } else if (from === -1) from = at;
  }
  end(query.length);
  return terms;
}

function listOf(text: string): readonly string[] {
  const values: string[] = [];
  let value = '';
  let inQuotes = false;
  for (const letter of text) {
    if (letter === '"') inQuotes = !inQuotes;
    else if (letter === ',' && !inQuotes) {
      values.push(value);
      value = '';
    } else value += letter;
  }
  values.push(value);
  return values.filter(Boolean);
}

function quoted(value: string): string {
  return /^[^\s,"():]+$/.test(value) ? value : `"${value.replaceAll('"', '')}"`;
}
