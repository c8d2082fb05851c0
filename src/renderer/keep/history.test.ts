import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterDoing, afterRedoing, afterUndoing, noHistory, without, type History } from './history.ts';

const told = (history: History) => ({ done: history.done.map((one) => one.told), undone: history.undone.map((one) => one.told) });
const histories = fc
  .array(fc.string(), { minLength: 1, maxLength: 30 })
  .map((names) => names.reduce((history, name, changeId) => afterDoing(history, { changeId, told: name }), noHistory));

test('doing again is the reverse of undoing, any number of times', () => {
  fc.assert(
    fc.property(histories, fc.nat(30), (history, times) => {
      const steps = Math.min(times, history.done.length);
      let now = history;
      for (let step = 0; step < steps; step++) now = afterUndoing(now, 1000 + step);
      expect(now.done.length + now.undone.length).toBe(history.done.length);
      for (let step = 0; step < steps; step++) now = afterRedoing(now, 2000 + step);
      expect(told(now)).toEqual(told(history));
    }),
  );
});

test('each step names the change that takes back the one before', () => {
  const undone = afterUndoing(afterDoing(noHistory, { changeId: 1, told: 'Archived.' }), 2);
  expect(undone).toEqual({ done: [], undone: [{ changeId: 2, told: 'Archived.' }] });
  expect(afterRedoing(undone, 3)).toEqual({ done: [{ changeId: 3, told: 'Archived.' }], undone: [] });
});

test('after something new nothing can be done again', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const next = afterDoing(afterUndoing(history, 1000), { changeId: 2000, told: 'new' });
      expect(next.undone).toEqual([]);
      expect(next.done.at(-1)?.changeId).toBe(2000);
    }),
  );
});

test('with nothing done there is nothing to undo', () => {
  expect(afterUndoing(noHistory, 1)).toBe(noHistory);
  expect(afterRedoing(noHistory, 1)).toBe(noHistory);
});

test('a change that the archive forgot is skipped', () => {
  const history = afterDoing(afterDoing(noHistory, { changeId: 1, told: 'a' }), { changeId: 2, told: 'b' });
  expect(without(history, 2).done).toEqual([{ changeId: 1, told: 'a' }]);
});
