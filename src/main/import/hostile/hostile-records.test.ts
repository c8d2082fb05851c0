import { describe, expect, test } from 'vitest';
import { openArchive } from '../../archive/open.ts';
import { sql } from '../../archive/sql.ts';
import { goodExport, scene, titlesIn } from './hostile.fixture.ts';

const at = scene('hostile-records');

interface Node {
  readonly id: string;
  readonly parent: string | null;
  readonly time?: unknown;
}

/** A ChatGPT conversation of these nodes, in which all else is as it should be. */
function conversation(id: string, nodes: readonly Node[], more: object = {}): object {
  return {
    id,
    conversation_id: id,
    title: id,
    create_time: 1_735_689_600,
    update_time: 1_735_689_700,
    current_node: nodes.at(-1)?.id ?? null,
    mapping: Object.fromEntries(
      nodes.map(({ id: node, parent, time = 1_735_689_600 }, n) => [
        node,
        {
          id: node,
          parent,
          children: [],
          message: {
            id: node,
            author: { role: n % 2 === 0 ? 'user' : 'assistant' },
            create_time: time,
            content: { content_type: 'text', parts: [`words of ${node}`] },
          },
        },
      ]),
    ),
    ...more,
  };
}

async function imported(name: string, ...conversations: readonly object[]) {
  const file = at.file(
    `${name}/conversations.json`,
    `[${[...conversations.map((one) => JSON.stringify(one)), goodExport(1).slice(1, -1)].join(',')}]`,
  );
  const ran = await at.run([file]);
  expect(titlesIn(ran.dir)).toContain('Conversation 1');
  const archive = openArchive(ran.dir, 'read');
  const messages = archive.db.all<{ title: string; messages: number }>(
    sql`select title, (select count(*) from message m where m.conversation_id = c.id) as messages from conversation c`,
  );
  archive.close();
  return { ...ran, messages: new Map(messages.map((row) => [row.title, row.messages])) };
}

describe('ids', () => {
  test('that go in circles, to nowhere, to themselves, or to several roots keep every message', async () => {
    const { receipt, messages } = await imported(
      'ids',
      conversation('circle', [
        { id: 'a', parent: 'c' },
        { id: 'b', parent: 'a' },
        { id: 'c', parent: 'b' },
      ]),
      conversation('self', [{ id: 'a', parent: 'a' }]),
      conversation('orphan', [
        { id: 'a', parent: 'nowhere' },
        { id: 'b', parent: 'a' },
      ]),
      conversation('roots', [
        { id: 'a', parent: null },
        { id: 'b', parent: null },
        { id: 'c', parent: 'a' },
      ]),
      conversation('elsewhere', [{ id: 'a', parent: null }], { current_node: 'no such node' }),
      conversation('prototype', [
        { id: '__proto__', parent: null },
        { id: 'constructor', parent: '__proto__' },
        { id: 'toString', parent: 'constructor' },
      ]),
    );
    expect(receipt.totals.conversations).toMatchObject({ added: 7, quarantined: 0 });
    expect(Object.fromEntries(messages)).toEqual({
      'Conversation 1': 6,
      circle: 3,
      self: 1,
      orphan: 2,
      roots: 3,
      elsewhere: 1,
      prototype: 3,
    });
  });

  test('that two conversations share, or one has twice, lose nothing', async () => {
    const one = conversation('twice', [{ id: 'x', parent: null }]);
    const other = { ...conversation('twice', [{ id: 'y', parent: null }]), title: 'another' };
    const { receipt, messages } = await imported('twice', one, one, other);
    expect(receipt.totals.conversations).toMatchObject({ read: 4, added: 3, unchanged: 1 });
    expect([...messages.keys()].toSorted()).toEqual(['Conversation 1', 'another', 'twice']);
  });

  test('of 100,000 siblings, and of a chain of 100,000, take work in proportion', async () => {
    const ids = Array.from({ length: 100_000 }, (_, n) => `n${n}`);
    const { receipt, messages } = await imported(
      'many',
      conversation('siblings', [{ id: 'root', parent: null }, ...ids.map((id) => ({ id, parent: 'root' }))]),
      conversation(
        'chain',
        ids.map((id, n) => ({ id, parent: ids[n - 1] ?? null })),
      ),
    );
    expect(receipt.totals.conversations).toMatchObject({ added: 3, quarantined: 0 });
    expect(messages.get('siblings')).toBe(100_001);
    expect(messages.get('chain')).toBe(100_000);
  }, 60_000);
});

test('times in every unit are the same moment, and what is none is unknown', async () => {
  const seconds = 1_735_689_600;
  const same: readonly unknown[] = [
    seconds,
    seconds + 0.0001,
    seconds * 1000,
    seconds * 1e6,
    seconds * 1e9,
    String(seconds),
    `${seconds}000`,
    '2025-01-01T00:00:00Z',
    '2025-01-01T00:00:00.000000Z',
    '2025-01-01T08:00:00+08:00',
    '2024-12-31T19:00:00-05:00',
  ];
  const none: readonly unknown[] = [
    null,
    0,
    -1,
    -seconds,
    '',
    'NaN',
    'null',
    'yesterday',
    {},
    [],
    true,
    1e300,
    1_516_000_000_000_000,
    '50000-01-01T00:00:00Z',
    5e-324,
  ];
  const { receipt, dir, messages } = await imported(
    'times',
    conversation(
      'times',
      [...same, ...none].map((time, n) => ({ id: `t${n}`, parent: n === 0 ? null : `t${n - 1}`, time })),
    ),
    conversation('year 50000', [{ id: 'a', parent: null, time: 1_515_716_467_200 }], {
      create_time: 1_515_716_467_200,
      update_time: -5,
    }),
  );
  expect(receipt.totals.conversations).toMatchObject({ added: 3, quarantined: 0 });
  expect(messages.get('times')).toBe(same.length + none.length);
  const archive = openArchive(dir, 'read');
  const times = archive.db.all<{ created_at: number | null }>(
    sql`select m.created_at from message m join conversation c on c.id = m.conversation_id where c.title = 'times' order by m.id`,
  );
  archive.close();
  expect(times.slice(0, same.length).map((row) => row.created_at)).toEqual(same.map(() => seconds * 1000));
  // 1516…e12 is a time in 2018, told in microseconds.
  const unknown = times.slice(same.length).map((row) => row.created_at);
  expect(unknown.filter((time) => time !== null)).toEqual([1_516_000_000_000]);
});
