/** YAML front matter, in the subset that every reader of it agrees on. */

export type FrontMatterValue = string | number | boolean | null | readonly string[];

/** The block with its fences; entries that are null or empty lists are left out. Strings are quoted unless plain ones are safe. */
export function frontMatter(entries: readonly (readonly [key: string, value: FrontMatterValue])[]): string {
  const lines = entries.flatMap(([key, value]) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    return [`${key}: ${yaml(value)}`];
  });
  return `---\n${lines.join('\n')}\n---\n`;
}

function yaml(value: FrontMatterValue): string {
  if (typeof value === 'string') return yamlString(value);
  if (typeof value === 'object' && value !== null) return `[${value.map(yamlString).join(', ')}]`;
  return String(value);
}

const plain = /^[A-Za-z][A-Za-z0-9_.-]*$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
/** Read as something else by YAML 1.1 or 1.2. */
const reserved = /^(?:true|false|yes|no|on|off|y|n|null|inf|nan)$/i;

function yamlString(text: string): string {
  if (time.test(text) || (plain.test(text) && !reserved.test(text))) return text;
  // JSON strings are YAML strings but for characters that YAML does not print.
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
