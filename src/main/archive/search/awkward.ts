/**
 * The awkward queries, and what each must find: held in the store by `awkward.test.ts` and in the window by `e2e/awkward.spec.ts`, which
 * imports the same conversations from files.
 */

/** One thing said, as plain as every format can tell it. */
export interface Saying {
  readonly by: 'user' | 'assistant' | 'tool';
  /** `halves`: one message of two texts with a picture between them. */
  readonly kind: 'text' | 'thinking' | 'code' | 'call' | 'output' | 'file' | 'halves';
  readonly text: string;
  /** Place of what it answers, where that is not the saying before. */
  readonly after?: number;
}

export interface AwkwardConversation {
  readonly title: string;
  readonly said: readonly Saying[];
}

const user = (text: string): Saying => ({ by: 'user', kind: 'text', text });
const assistant = (text: string, after?: number): Saying => ({
  by: 'assistant',
  kind: 'text',
  text,
  ...(after === undefined ? {} : { after }),
});

/** The tool of every call. */
export const awkwardTool = 'terminal';

/** What stands between the two texts of `halves`. */
export const halfMark = ' | ';

export const awkwardConversations: readonly AwkwardConversation[] = [
  {
    title: 'Templates',
    said: [
      user('How do I use std::vector in C++?'),
      assistant('Include <vector>. It lives in /usr/local/include since v1.2.3; Notepad++ shows it.'),
    ],
  },
  {
    title: 'Arrays',
    said: [user('Arrays in C, a vector of std types'), assistant('malloc, in usr or in local, v1 of 2 or 3. Notepad will do.')],
  },
  { title: 'Sharp', said: [user('Is C# like F#?')] },
  { title: 'Underlined', said: [user('The field user_name beside foo-bar and don’t')] },
  {
    title: 'Humps',
    said: [user('Rename it'), { by: 'assistant', kind: 'code', text: 'const getUserName = parseHTTPHeader(1);' }],
  },
  { title: 'Apart', said: [user('The user wrote his name; foo then bar; do it in five, not t')] },
  { title: 'Polish', said: [user('To jest łatwo: zażółć gęślą jaźń w Łodzi')] },
  { title: 'Breakfast', said: [user('Ein Café in der Straße, naïve')] },
  { title: 'Supper', said: [user('the cafe at the strasse, NAIVE')] },
  { title: 'Sentence', said: [user('これは日本語の文です。検索できますか')] },
  { title: 'Characters', said: [user('日と本と語は別の字です')] },
  { title: 'Hangul', said: [user('한국어를 배워요')] },
  { title: 'Faces', said: [user('Good 😀 and fine 👍🏽')] },
  { title: 'Winks', said: [user('Good 😉 and fine 👎')] },
  { title: 'Trouble', said: [user('A python error, quick'), assistant('The quick fix')] },
  { title: 'Learning', said: [user('I like python, quick to learn'), assistant('errors teach, one error at most')] },
  { title: 'Snakes', said: [user('A python is a snake')] },
  { title: 'Zephyrine', said: [user('What was it called?')] },
  {
    title: 'Shell',
    said: [
      user('list them'),
      { by: 'assistant', kind: 'call', text: 'ls zebrafish' },
      { by: 'tool', kind: 'output', text: 'okapi.txt\ngnu.txt' },
      assistant('There are two.'),
    ],
  },
  { title: 'Papers', said: [{ by: 'user', kind: 'file', text: 'quokka-report.pdf' }, assistant('It was read.')] },
  {
    title: 'Choices',
    said: [user('Which animal?'), assistant('Take the narwhal.'), assistant('Take the walrus.', 0), user('Thank you')],
  },
  { title: 'Thoughts', said: [user('Well?'), { by: 'assistant', kind: 'thinking', text: 'ponder deeply' }, assistant('Yes.')] },
  { title: 'Halves', said: [{ by: 'user', kind: 'halves', text: `over the silver${halfMark}lantern swings` }] },
  { title: 'Operators', said: [user('rock AND roll OR jazz, NOT near(x) -- title:x {a} ^b "c d" --flag a*z')] },
  { title: 'Numbers', said: [user('It costs 1,000 or 10.5, at 127.0.0.1:8080 in x86_64')] },
];

export interface AwkwardQuery {
  readonly query: string;
  /** Titles of the conversations that it finds; no other is. */
  readonly finds: readonly string[];
  /** Asked while the last word is being written; in the store alone. */
  readonly typing?: true;
  /** Of a word that stands in one place alone: what is marked there when it is opened, and where that is. */
  readonly opens?: {
    readonly mark: string;
    readonly in: 'title' | 'tools' | 'attachments' | 'text' | 'thinking';
    readonly branch?: true;
  };
}

/** For the titles of tests. */
export const shortened = ({ query, typing }: AwkwardQuery): string =>
  `${query.length > 60 ? `${query.slice(0, 60)}… (${query.length})` : query}${typing === true ? ', being typed' : ''}`;

const words = (count: number, by: string): string => Array.from({ length: count }, (_, at) => `w${at}`).join(by);

export const awkwardQueries: readonly AwkwardQuery[] = [
  // Signs belong to what they stand in.
  { query: 'C++', finds: ['Templates'] },
  { query: 'c++', finds: ['Templates'] },
  { query: 'C', finds: ['Arrays', 'Operators'] },
  { query: 'C#', finds: ['Sharp'] },
  { query: 'F#', finds: ['Sharp'] },
  { query: 'F', finds: [] },
  { query: 'Notepad++', finds: ['Templates'] },
  { query: 'notepad', finds: ['Arrays', 'Templates'] },
  { query: 'std::vector', finds: ['Templates'] },
  { query: 'STD::Vector', finds: ['Templates'] },
  { query: 'std vector', finds: ['Arrays', 'Templates'] },
  { query: '"std::vector"', finds: ['Templates'] },
  { query: 'std::vec', finds: ['Templates'], typing: true },
  { query: 'std::list', finds: [] },
  { query: '/usr/local', finds: ['Templates'] },
  { query: '/usr/local/include', finds: ['Templates'] },
  { query: '/usr/local/', finds: ['Templates'] },
  { query: '/usr/loc', finds: ['Templates'], typing: true },
  { query: 'usr local', finds: ['Arrays', 'Templates'] },
  { query: 'v1.2.3', finds: ['Templates'] },
  { query: 'v1.2', finds: ['Templates'] },
  { query: 'v1.3', finds: [] },
  { query: 'foo-bar', finds: ['Underlined'] },
  { query: 'foo bar', finds: ['Apart', 'Underlined'] },
  { query: 'user_name', finds: ['Underlined'] },
  { query: 'user_na', finds: ['Underlined'], typing: true },
  { query: 'user name', finds: ['Apart', 'Humps', 'Underlined'] },
  { query: "don't", finds: ['Underlined'] },
  { query: 'don’t', finds: ['Underlined'] },
  { query: 'getUserName', finds: ['Humps'] },
  { query: 'getusername', finds: ['Humps'] },
  { query: 'UserName', finds: ['Humps'] },
  { query: 'HTTPHeader', finds: ['Humps'] },
  { query: 'header', finds: ['Humps'] },
  { query: 'http', finds: ['Humps'] },
  { query: '1,000', finds: ['Numbers'] },
  { query: '10.5', finds: ['Numbers'] },
  { query: '127.0.0.1', finds: ['Numbers'] },
  { query: '127.0.0.1:8080', finds: ['Numbers'] },
  { query: 'x86_64', finds: ['Numbers'] },
  // Accents, both ways.
  { query: 'latwo', finds: ['Polish'] },
  { query: 'łatwo', finds: ['Polish'] },
  { query: 'ŁATWO', finds: ['Polish'] },
  { query: 'lodzi', finds: ['Polish'] },
  { query: 'gesla jazn', finds: ['Polish'] },
  { query: 'cafe', finds: ['Breakfast', 'Supper'] },
  { query: 'café', finds: ['Breakfast', 'Supper'] },
  { query: 'cafe\u0301', finds: ['Breakfast', 'Supper'] },
  { query: 'straße', finds: ['Breakfast', 'Supper'] },
  { query: 'strasse', finds: ['Breakfast', 'Supper'] },
  { query: 'naïve', finds: ['Breakfast', 'Supper'] },
  // Scripts without spaces, one and two letters, emoji.
  { query: '日本語', finds: ['Sentence'] },
  { query: '日本', finds: ['Sentence'] },
  { query: '本語の', finds: ['Sentence'] },
  { query: '検索', finds: ['Sentence'] },
  { query: '日', finds: ['Characters', 'Sentence'] },
  { query: '語', finds: ['Characters', 'Sentence'] },
  { query: '本日', finds: [] },
  { query: '日', finds: ['Characters', 'Sentence'], typing: true },
  { query: '한국', finds: ['Hangul'] },
  { query: '한국어', finds: ['Hangul'] },
  { query: 'x', finds: ['Operators'] },
  { query: 'do', finds: ['Apart', 'Arrays', 'Templates'] },
  { query: 'w', finds: ['Polish'] },
  { query: 'py*', finds: ['Learning', 'Snakes', 'Trouble'] },
  { query: 'p', finds: ['Humps', 'Learning', 'Papers', 'Polish', 'Snakes', 'Thoughts', 'Trouble'], typing: true },
  { query: '😀', finds: ['Faces'] },
  { query: '👍', finds: ['Faces'] },
  { query: '👍🏽', finds: ['Faces'] },
  { query: '👎', finds: ['Winks'] },
  { query: 'good 😉', finds: ['Winks'] },
  // Quotation marks, and what is left out.
  { query: '"python error" quick', finds: ['Trouble'] },
  { query: '"error python"', finds: [] },
  { query: 'python error', finds: ['Learning', 'Trouble'] },
  { query: 'python -error', finds: ['Snakes'] },
  { query: 'python NOT error', finds: ['Snakes'] },
  { query: 'python -"python error"', finds: ['Learning', 'Snakes'] },
  { query: 'python -(error OR snake)', finds: [] },
  { query: '"python error', finds: ['Trouble'] },
  { query: 'python "', finds: ['Learning', 'Snakes', 'Trouble'] },
  { query: 'quick" fix', finds: ['Trouble'] },
  { query: '“quick fix”', finds: ['Trouble'] },
  { query: '(python', finds: ['Learning', 'Snakes', 'Trouble'] },
  { query: 'snake)', finds: ['Snakes'] },
  { query: '"silver lantern"', finds: ['Halves'] },
  { query: '"lantern silver"', finds: [] },
  // Operators as text.
  { query: '"rock AND roll"', finds: ['Operators'] },
  { query: 'rock and roll', finds: ['Operators'] },
  { query: '"roll OR jazz"', finds: ['Operators'] },
  { query: 'NEAR(x', finds: ['Operators'] },
  { query: '--flag', finds: ['Operators'] },
  { query: '{a}', finds: ['Operators', 'Trouble', 'Snakes', 'Arrays'] },
  { query: '^b', finds: ['Operators'] },
  { query: "jazz'; drop", finds: [] },
  { query: 'OR jazz', finds: ['Operators'] },
  { query: 'jazz AND', finds: ['Operators'] },
  { query: '"title:x"', finds: ['Operators'] },
  { query: 'jazz →', finds: ['Operators'] },
  // Ten thousand characters.
  { query: `jazz ${words(1800, ' ')}`, finds: [] },
  { query: `jazz OR ${words(1100, ' OR ')}`, finds: ['Operators'] },
  { query: `jazz -${words(1500, ' -')}`, finds: ['Operators'] },
  { query: 'x'.repeat(10_000), finds: [] },
  // In one place alone.
  { query: 'zephyrine', finds: ['Zephyrine'], opens: { mark: 'Zephyrine', in: 'title' } },
  { query: 'okapi', finds: ['Shell'], opens: { mark: 'okapi', in: 'tools' } },
  { query: 'gnu.txt', finds: ['Shell'] },
  { query: 'zebrafish', finds: ['Shell'] },
  { query: 'quokka', finds: ['Papers'], opens: { mark: 'quokka', in: 'attachments' } },
  { query: 'quokka-report.pdf', finds: ['Papers'] },
  { query: 'narwhal', finds: ['Choices'], opens: { mark: 'narwhal', in: 'text', branch: true } },
  { query: 'narwhal walrus', finds: ['Choices'] },
  { query: 'ponder', finds: ['Thoughts'], opens: { mark: 'ponder', in: 'thinking' } },
];
