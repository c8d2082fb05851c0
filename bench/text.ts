/** Deterministic text that behaves like prose: a fixed vocabulary drawn by Zipf's law. */

/** A 32-bit generator (mulberry32): the same seed gives the same numbers on every machine. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const stopWords =
  'the of and to a in is it that for you with on this be as are have i can not or we if will from by an your what do at but so there they when all my which has would about use how one like just more then out up time get some into also than other only no me could make been here see should new after need work first any where these over'.split(
    ' ',
  );
export const frequent =
  'function value error file test data code python string list number user server query table index message model response request object class method return import export config version build path name type array loop memory thread process network cache token parse search text word line column row key json'.split(
    ' ',
  );
const rareRoots =
  'alb bor cant dor eph fal gor hes imb jur kel lom mur nav ord pel quor rist sol tam urb vel wend xan yor zeph'.split(' ');
const rareTails = 'ation ery ism ulate ender osity ward ling ogen arch itude able ence orium elle andra ix ova und imer'.split(
  ' ',
);
const special = [
  'std::vector',
  '/usr/local/bin',
  'v1.2.3',
  'foo-bar',
  'user_name',
  'C++',
  'getElementById',
  '日本語',
  'café',
  '東京都',
  'łódź',
  '🎉',
];

/** 20,000 words; the first are as frequent as stop words are in English. */
export const vocabulary: readonly string[] = (() => {
  const words = [...stopWords, ...frequent];
  for (let i = 0; words.length < 20_000; i++) {
    const a = rareRoots[i % rareRoots.length] ?? '';
    const b = rareTails[Math.floor(i / rareRoots.length) % rareTails.length] ?? '';
    const c = rareRoots[Math.floor(i / (rareRoots.length * rareTails.length)) % rareRoots.length] ?? '';
    words.push(i < rareRoots.length * rareTails.length ? a + b : a + c + b + (i % 7 === 0 ? String(i) : ''));
  }
  return words;
})();

/** Draws words by Zipf's law through a table of 65,536 places. */
const places: Uint16Array = (() => {
  const table = new Uint16Array(65_536);
  let total = 0;
  const weights = vocabulary.map((_, rank) => 1 / (rank + 2.7) ** 1.07);
  for (const weight of weights) total += weight;
  let at = 0;
  let sum = 0;
  weights.forEach((weight, rank) => {
    sum += weight;
    const end = Math.min(table.length, Math.round((sum / total) * table.length));
    while (at < end) table[at++] = rank;
  });
  while (at < table.length) table[at++] = vocabulary.length - 1;
  return table;
})();

/** About `length` characters in sentences and paragraphs. */
export function prose(next: () => number, length: number): string {
  let text = '';
  let inSentence = 0;
  let sentence = 6 + Math.floor(next() * 14);
  while (text.length < length) {
    const draw = next();
    let word =
      draw < 0.0008
        ? (special[Math.floor(draw * 15_000) % special.length] ?? '')
        : (vocabulary[places[Math.floor(next() * 65_536)] ?? 0] ?? '');
    if (inSentence === 0) word = word.charAt(0).toUpperCase() + word.slice(1);
    inSentence++;
    text += word;
    if (inSentence >= sentence) {
      text += next() < 0.15 ? '.\n\n' : '. ';
      inSentence = 0;
      sentence = 6 + Math.floor(next() * 14);
    } else text += next() < 0.06 ? ', ' : ' ';
  }
  return text.trimEnd();
}

/** A few lines that look like code. */
export function code(next: () => number, lines: number): string {
  let text = '';
  for (let i = 0; i < lines; i++) {
    const a = frequent[Math.floor(next() * frequent.length)] ?? '';
    const b = frequent[Math.floor(next() * frequent.length)] ?? '';
    text += `${'  '.repeat(Math.floor(next() * 3))}const ${a}${b.charAt(0).toUpperCase()}${b.slice(1)} = ${b}(${a}, ${Math.floor(next() * 1000)});\n`;
  }
  return text;
}

/** A UUID made of the generator's numbers. */
export function uuid(next: () => number): string {
  let hex = '';
  for (let i = 0; i < 4; i++)
    hex += Math.floor(next() * 4294967296)
      .toString(16)
      .padStart(8, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
