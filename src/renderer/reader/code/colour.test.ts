import { expect, test } from 'vitest';
import { colour } from './colour.ts';
import { grammarOf } from './grammars.ts';
import { languageNames, languageOf, languageOfFile } from './languages.ts';

const spelled = async (text: string, name: string): Promise<string> => {
  const language = languageOf(name);
  if (language === null) throw new Error(`${name} is not coloured.`);
  return (await colour({ text, language })).map((line) => line.map(([piece]) => piece).join('')).join('\n');
};

test('colours never change a text', async () => {
  const texts = [
    '',
    'x',
    'const a = `b ${c}`;\n\n// d\n',
    'def f():\n\treturn "é👍"  # g\n',
    '<p class="x">&amp;</p>',
    '"unclosed',
    '#!/bin/sh\nls | wc -l',
  ];
  for (const name of ['ts', 'python', 'html', 'bash', 'rust', 'json', 'diff'].filter((known) => languageOf(known) !== null)) {
    for (const text of texts) expect(await spelled(text, name)).toBe(text);
  }
});

test('a keyword is one, and so is a comment', async () => {
  const [line] = await colour({ text: 'const x = 1; // y', language: 'typescript' });
  expect(line?.find(([text]) => text.includes('const'))?.[1]).toBe('keyword');
  expect(line?.find(([text]) => text.includes('// y'))?.[1]).toBe('comment');
});

test('every language has its grammar', async () => {
  for (const name of languageNames) expect((await grammarOf(name)).length).toBeGreaterThan(0);
});

test.each([
  ['py', 'python'],
  ['Python', 'python'],
  ['c++', 'cpp'],
  ['language-js', 'javascript'],
  ['{.bash', 'shellscript'],
  ['code/rust', 'rust'],
  ['text/x-python', 'python'],
  ['application/vnd.ant.react', 'jsx'],
  ['plaintext', null],
  ['', null],
])('%s is %s', (name, language) => {
  expect(languageOf(name)).toBe(language);
});

test('a file is known by its name or its ending', () => {
  expect(languageOfFile('/a/b.test.ts')).toBe('typescript');
  expect(languageOfFile('C:\\x\\Dockerfile')).toBe('docker');
  expect(languageOfFile('/a.b/README')).toBeNull();
  expect(languageOfFile('/x/.gitignore')).toBeNull();
});
