/** Where a formula stands in a text, and what it says. */
export interface FoundMath {
  readonly tex: string;
  readonly display: boolean;
  /** The place after its closing mark. */
  readonly end: number;
}

/** Characters of a formula at most: longer ones are prose between two prices. */
const longest = 600;
const longestDisplay = 8000;

/** Signs that prose and prices do not have between two marks. */
const evidence = /\\[A-Za-z]+|[\^_=<>≤≥≈≠±×÷·∑∏∫√∞∈∉⊂∀∃→⇒]|[A-Za-z0-9)]\s*[+\-*/|]\s*[A-Za-z0-9(\\]/;
/** One symbol, a function of symbols, or a list of them. */
const symbols =
  /^[+-]?(?:[A-Za-z]['′]*|\d+(?:\.\d+)?)(?:\([A-Za-z0-9,\s+*/^-]{0,24}\)|!|%)?(?:\s*,\s*(?:[A-Za-z]['′]*|\d+(?:\.\d+)?|\.\.\.|…))*$/;

/**
 * The formula that begins at a place of a text, as `$…$`, `$$…$$`, `\(…\)` or `\[…\]`; null when there is none. Prices (`$5 and $10`),
 * variables of a shell (`$HOME/$USER`) and escaped brackets are no formulas.
 */
export function mathAt(text: string, at: number): FoundMath | null {
  const two = text.slice(at, at + 2);
  if (two === '\\(') return bracketed(text, at, '\\)', false);
  if (two === '\\[') return bracketed(text, at, '\\]', true);
  if (two === '$$') return doubled(text, at);
  return two[0] === '$' ? dollars(text, at) : null;
}

function bracketed(text: string, at: number, close: string, display: boolean): FoundMath | null {
  const end = text.indexOf(close, at + 2);
  if (end === -1 || end - at > (display ? longestDisplay : longest)) return null;
  const tex = text.slice(at + 2, end).trim();
  if (tex === '' || tex.includes('\n\n') || !(evidence.test(tex) || (!display && symbols.test(tex)))) return null;
  return { tex, display, end: end + 2 };
}

function doubled(text: string, at: number): FoundMath | null {
  const end = text.indexOf('$$', at + 2);
  if (end === -1 || end - at > longestDisplay) return null;
  const tex = text.slice(at + 2, end).trim();
  return tex === '' || tex.includes('\n\n') ? null : { tex, display: true, end: end + 2 };
}

function dollars(text: string, at: number): FoundMath | null {
  const before = text[at - 1] ?? '';
  if (/[\p{L}\p{N}$\\]/u.test(before) || /[\s$]/.test(text[at + 1] ?? ' ')) return null;
  for (let end = at + 1; end < text.length && end - at <= longest; end++) {
    const letter = text[end];
    if (letter === '\n' || letter === '`') return null;
    if (letter === '\\') end++;
    else if (letter === '$') {
      const tex = text.slice(at + 1, end);
      const after = text[end + 1] ?? '';
      if (/\s$/.test(tex) || /[\p{L}\p{N}$]/u.test(after)) return null;
      return isFormula(tex) ? { tex, display: false, end: end + 1 } : null;
    }
  }
  return null;
}

/** A number first and words later are a price and what it is for. */
function isFormula(tex: string): boolean {
  if (symbols.test(tex)) return true;
  if (!evidence.test(tex)) return false;
  return /\\[A-Za-z]|[\^_]/.test(tex) || !/[A-Za-z]{3,}\s+[A-Za-z]{2,}/.test(tex);
}
