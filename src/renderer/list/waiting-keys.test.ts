import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WaitingKeys } from './waiting-keys.ts';

/** Rows that come page by page, and a cursor that `j` moves and `x` picks at. */
function list() {
  const keys = new WaitingKeys();
  const picked: number[] = [];
  let known = 0;
  let cursor = -1;
  return {
    picked,
    forget: () => keys.forget(),
    press: (key: 'j' | 'x') =>
      keys.run(() => {
        if (key === 'j') {
          if (cursor + 1 >= known) return false;
          cursor++;
        } else if (cursor !== -1) picked.push(cursor);
        return true;
      }),
    come: (rows: number) => {
      known += rows;
      keys.again();
    },
  };
}

test('whenever the rows come, the keys do what they do on rows that are there', () => {
  const key = fc.constantFrom<'j' | 'x'>('j', 'x');
  fc.assert(
    fc.property(fc.array(fc.oneof(key, fc.integer({ min: 0, max: 4 })), { maxLength: 40 }), (events) => {
      const [late, there] = [list(), list()];
      there.come(1000);
      for (const event of events) {
        if (typeof event === 'number') late.come(event);
        else for (const one of [late, there]) one.press(event);
      }
      late.come(1000);
      expect(late.picked).toEqual(there.picked);
    }),
  );
});

test('what waits is forgotten when somebody goes elsewhere', () => {
  const { press, come, forget, picked } = list();
  press('j');
  press('x');
  forget();
  come(3);
  expect(picked).toEqual([]);
  press('j');
  press('x');
  expect(picked).toEqual([0]);
});
