/** What keeps an expression from being searched in time that grows with the text alone, as a sentence; null: nothing. */
export function regexProblem(source: string, flags: string): string | null {
  if (new Set(flags).size < flags.length) return 'A letter stands twice behind this expression; it is searched as text.';
  try {
    void new RegExp(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*: /, '') : '';
    return `This is no regular expression${reason === '' ? '' : ` (${reason})`}; it is searched as text.`;
  }
  // Without classes, in which all of this is plain text, and without escaped signs; escaped digits stay.
  const bare = source.replaceAll(/\\[^1-9k]|\[(?:[^\]\\]|\\.)*\]/gs, '_');
  if (/\(\?<?[=!]/.test(bare)) return 'Looking ahead or behind, (?=…), is not supported; this is searched as text.';
  if (/\\(?:[1-9]|k<)/.test(bare)) return 'Referring back, \\1, is not supported; this is searched as text.';
  return null;
}
