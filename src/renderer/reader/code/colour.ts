import { createCssVariablesTheme, createHighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { colourNames, type Coloured, type ColourName, type Colouring, type Piece } from './colours.ts';
import { grammarOf } from './grammars.ts';

// The theme's colours are names: the window's style sheet gives them their values.
const theme = createCssVariablesTheme({ name: 'names', variablePrefix: '--', fontStyle: false });
const highlighter = createHighlighterCore({
  themes: [theme],
  langs: [],
  engine: createJavaScriptRegexEngine({ forgiving: true }),
});

const names: ReadonlyMap<string, ColourName> = new Map(colourNames.map((name) => [`var(--token-${name})`, name]));

/** A text in the colours of its language. */
export async function colour({ text, language }: Colouring['question']): Promise<Coloured> {
  const shiki = await highlighter;
  const grammar = await grammarOf(language);
  // The last of a file is the language itself; those before it are the ones it embeds.
  const own = grammar.at(-1)?.name;
  if (own !== undefined && !shiki.getLoadedLanguages().includes(own)) await shiki.loadLanguage(...grammar);
  const { tokens } = shiki.codeToTokens(text, {
    lang: own ?? 'text',
    theme: 'names',
    tokenizeMaxLineLength: 2000,
    tokenizeTimeLimit: 400,
  });
  return tokens.map((line) => merged(line.map(({ content, color }) => [content, names.get(color ?? '') ?? null])));
}

/** Neighbours of one colour become one piece: fewer elements to draw. */
function merged(line: readonly Piece[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const [text, colour] of line) {
    const last = pieces.at(-1);
    if (last && (last[1] === colour || text.trim() === '')) pieces[pieces.length - 1] = [last[0] + text, last[1]];
    else pieces.push([text, colour]);
  }
  return pieces;
}
