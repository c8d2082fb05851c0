import { queryTerms } from '../../../shared/query/index-terms.ts';

/**
 * What was typed into find as a query that means the text itself: one word, whatever the query language makes of its quotes, colons,
 * parentheses and `OR`. Between words stands a comma, which neither ends a word of the language nor joins the two as `foo-bar` does; so
 * the last word may go on, as a phrase in quotes could not. White space behind it says that it is whole. Null when nothing in it is a
 * word to the archive.
 */
export function literalQuery(text: string): string | null {
  if (queryTerms(text).parts.length === 0) return null;
  const goesOn = /[\p{L}\p{N}\p{M}]$/u.test(text);
  return `,${text.replaceAll(/[\s"“”„()*]+/g, ',')}${goesOn ? '*' : ''}`;
}

const word = String.raw`[\p{L}\p{N}\p{M}]+`;
/** Words, alone or joined by the signs that the archive keeps between words. */
const plainWords = new RegExp(String.raw`^\s*${word}(?:(?:[-_./:\\'@#+&]{1,3}|\s+)${word})*\s*$`, 'u');

/** Whether the words alone say what is meant; of anything else the signs count too, which the archive's words do not hold. */
export function isWords(text: string): boolean {
  return plainWords.test(text);
}

/** The text wherever it stands, also inside of words; any white space for white space, either case. */
export function literalPattern(text: string): RegExp {
  return new RegExp(
    text
      .trim()
      .replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
      .replaceAll(/\s+/g, String.raw`\s+`),
    'giu',
  );
}
