import type { Message } from '../../shared/model.ts';
import type { OutlineRows } from '../../shared/outline.ts';

/** Messages that are looked through. */
const reach = 64;

/** The model of the answer before a message; null: there was none; undefined: it has not arrived yet. */
export function modelBefore(
  rows: Pick<OutlineRows, 'parents' | 'roleOf'>,
  messages: Pick<ReadonlyMap<number, Pick<Message, 'model'>>, 'get'>,
  index: number,
): string | null | undefined {
  let at = rows.parents[index] ?? -1;
  for (let steps = 0; at >= 0 && steps < reach; steps++) {
    if (rows.roleOf(at) === 'assistant') {
      const message = messages.get(at);
      if (!message) return undefined;
      if (message.model !== null) return message.model;
    }
    at = rows.parents[at] ?? -1;
  }
  return null;
}
