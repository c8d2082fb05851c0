import { ZipFile } from 'yazl';

/** Small exports of our own making, as the providers write them. */

interface Said {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly content: Readonly<Record<string, unknown>>;
  readonly recipient?: string;
  readonly name?: string;
  /** Place of the message that it answers, where that is not the one before: two that answer the same are versions. */
  readonly after?: number;
  /** Beside what every message has. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const text = (role: 'user' | 'assistant', words: string): Said => ({ role, content: { content_type: 'text', parts: [words] } });

/** A ChatGPT conversation: the first message under an empty root, the last one at the end of the active branch. */
export function chatgptConversation(
  id: string,
  title: string,
  said: readonly Said[],
  at = 1_700_000_000,
): Readonly<Record<string, unknown>> {
  const parents = said.map(({ after }, place) => after ?? place - 1);
  const childrenOf = (parent: number): readonly string[] =>
    parents.flatMap((other, place) => (other === parent ? [`${id}-${place}`] : []));
  const mapping: Record<string, unknown> = { root: { id: 'root', message: null, parent: null, children: childrenOf(-1) } };
  said.forEach((message, place) => {
    const parent = parents[place] ?? -1;
    mapping[`${id}-${place}`] = {
      id: `${id}-${place}`,
      parent: parent === -1 ? 'root' : `${id}-${parent}`,
      children: childrenOf(place),
      message: {
        id: `${id}-${place}`,
        author: { role: message.role, name: message.name ?? null, metadata: {} },
        create_time: at + place * 60,
        update_time: null,
        content: message.content,
        status: 'finished_successfully',
        end_turn: true,
        weight: 1,
        metadata: { ...(message.role === 'assistant' ? { model_slug: 'gpt-4o' } : {}), ...message.metadata },
        recipient: message.recipient ?? 'all',
      },
    };
  });
  return {
    id,
    conversation_id: id,
    title,
    create_time: at,
    update_time: at + said.length * 60,
    current_node: said.length > 0 ? `${id}-${said.length - 1}` : 'root',
    mapping,
  };
}

/** The conversation that the journeys read: prose, a tool call that answers, and a table. */
export const harbour = chatgptConversation('c0ffee00-0000-4000-8000-000000000001', 'Tides in the harbour', [
  text('user', 'When is the spring tide in the old harbour?'),
  {
    role: 'assistant',
    recipient: 'python',
    content: { content_type: 'code', language: 'python', text: 'tide_table("harbour")' },
  },
  { role: 'tool', name: 'python', content: { content_type: 'execution_output', text: 'spring tide: 04:12' } },
  text(
    'assistant',
    'The **spring tide** comes at 04:12.\n\n| day | time |\n| --- | --- |\n| Monday | 04:12 |\n| Tuesday | 04:58 |',
  ),
  text('user', 'And the neap tide?'),
  text('assistant', 'A week later, and it is much lower: the phrase “slack water lantern” is only here.'),
]);

export const bread = chatgptConversation('c0ffee00-0000-4000-8000-000000000002', 'Sourdough that rises', [
  text('user', 'My bread does not rise.'),
  text('assistant', 'Keep the dough warmer, and wait.'),
]);

/** Stands in the middle of the long output of a tool in `voyage`, and nowhere else. */
export const heron = 'the bronze heron turned at low water';

/** A conversation with everything that a reader folds, hides or switches: thinking, a long output, two versions of an answer. */
export const voyage = chatgptConversation(
  'c0ffee00-0000-4000-8000-000000000004',
  'The voyage of the lantern boat',
  [
    text('user', 'Plan the voyage of the lantern boat.\n\nWe are three, and one of us cannot swim.'),
    {
      role: 'assistant',
      content: {
        content_type: 'thoughts',
        thoughts: [{ summary: 'Weighing the tides', content: 'The estuary is shallow, so the soundings come first.' }],
      },
    },
    {
      role: 'assistant',
      recipient: 'python',
      content: { content_type: 'code', language: 'python', text: 'list_soundings("estuary")' },
    },
    {
      role: 'tool',
      name: 'python',
      content: {
        content_type: 'execution_output',
        text: Array.from({ length: 160 }, (_, line) =>
          line === 91 ? `sounding 091: ${heron}` : `sounding ${String(line).padStart(3, '0')}: ${(line * 7) % 13} fathoms, sand`,
        ).join('\n'),
      },
    },
    text(
      'assistant',
      [
        'The soundings are in. **Leave at dawn**, and keep to the *northern* channel:',
        '',
        '1. Cast off while the gulls are asleep.',
        '2. Pass the [old mole](https://example.com/mole) on its sheltered side.',
        '',
        '| mark | depth |',
        '| --- | --- |',
        '| Mole | 4 fathoms |',
        '| Buoy | 9 fathoms |',
        '',
        '```js',
        'const heading = compass.read("north");',
        'boat.steer(heading, { slowly: true });',
        '```',
        '',
        '> Who hurries on water, drinks it.',
        ...Array.from({ length: 24 }, (_, mile) => `\nMile ${mile + 1}: hold the course by the light number ${mile + 31}.`),
      ].join('\n'),
    ),
    text('user', 'What do we take along?'),
    text('assistant', 'Take two oars and a spare wick. Nothing else is of use.'),
    { ...text('assistant', 'Take a compass, and a second rope.'), after: 5 },
    text('user', 'And if fog comes?'),
    text('assistant', 'Then wait at the buoy until somebody answers the bell.'),
  ],
  Date.UTC(2023, 10, 20, 9) / 1000,
);

/** A small conversation of each month from July 2022 to December 2023. */
export const letters = Array.from({ length: 18 }, (_, month) =>
  chatgptConversation(
    `1e77e500-0000-4000-8000-${String(month).padStart(12, '0')}`,
    `Letter ${month + 1}`,
    [
      text('user', `What happened since letter ${month}?`),
      text('assistant', 'The lighthouse was painted, and the boat came home.'),
    ],
    Date.UTC(2022, 6 + month, 10, 12) / 1000,
  ),
);

/** Fifty conversations with one question each, the newest first: `Errand 1` … `Errand 50`. */
export const errands = Array.from({ length: 50 }, (_, place) =>
  chatgptConversation(
    `e44a4d50-0000-4000-8000-${String(place + 1).padStart(12, '0')}`,
    `Errand ${place + 1}`,
    [text('user', `How is errand ${place + 1} done?`), text('assistant', `Errand ${place + 1} is done by walking.`)],
    Date.UTC(2024, 5, 30) / 1000 - place * 86_400,
  ),
);

/** A Claude.ai conversation. */
export const lantern = {
  uuid: 'beef0000-0000-4000-8000-000000000003',
  name: 'A lantern for the garden',
  created_at: '2024-02-01T10:00:00.000000Z',
  updated_at: '2024-02-01T10:05:00.000000Z',
  account: { uuid: 'acc00000-0000-4000-8000-000000000000' },
  chat_messages: [
    claudeMessage('1', 'human', 'How do I build a lantern?', '2024-02-01T10:00:00.000000Z'),
    claudeMessage('2', 'assistant', 'From paper and wire.\n\n```python\nprint("lantern")\n```', '2024-02-01T10:05:00.000000Z'),
  ],
};

function claudeMessage(place: string, sender: string, words: string, at: string): Readonly<Record<string, unknown>> {
  return {
    uuid: `beef0000-0000-4000-8000-0000000000a${place}`,
    text: words,
    content: [{ type: 'text', text: words, start_timestamp: at, stop_timestamp: at, citations: [] }],
    sender,
    created_at: at,
    updated_at: at,
    attachments: [],
    files: [],
  };
}

/** Many small conversations, so that an import takes a while. */
export function manyConversations(count: number): readonly Readonly<Record<string, unknown>>[] {
  return Array.from({ length: count }, (_, place) =>
    chatgptConversation(
      `aaaa0000-0000-4000-8000-${String(place).padStart(12, '0')}`,
      `Conversation number ${place}`,
      Array.from({ length: 20 }, (_, turn) =>
        text(turn % 2 === 0 ? 'user' : 'assistant', `${place} ${turn} ${'word '.repeat(60)}`),
      ),
      1_600_000_000 + place * 3600,
    ),
  );
}

/** A zip with JSON files in it. */
export function zipOf(files: Readonly<Record<string, unknown>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(JSON.stringify(content)), name);
  zip.end();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    zip.outputStream.on('data', (chunk: Buffer) => chunks.push(chunk));
    zip.outputStream.on('end', () => resolve(Buffer.concat(chunks)));
    zip.outputStream.on('error', reject);
  });
}

export async function chatgptZip(...conversations: readonly unknown[]): Promise<Buffer> {
  return zipOf({ 'conversations.json': conversations, 'user.json': { id: 'user-1', email: 'somebody@example.com' } });
}

export async function claudeZip(...conversations: readonly unknown[]): Promise<Buffer> {
  return zipOf({
    'conversations.json': conversations,
    'users.json': [{ uuid: 'acc00000-0000-4000-8000-000000000000', full_name: 'Somebody' }],
  });
}
