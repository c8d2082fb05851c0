import type { Random } from './random.ts';

type Tree = { [key: string]: unknown };
type Slot = { readonly holder: Tree | unknown[]; readonly key: string | number };

/** Values that some program has written in the place of a time, and a few that none has. */
const times = [
  null,
  0,
  -1,
  '',
  'NaN',
  'null',
  1_767_261_600,
  1_767_261_600.123,
  1_767_261_600_000,
  1_767_261_600_000_000,
  '2026-01-01T10:00:00Z',
  '2026-01-01T10:00:00.123456+08:00',
  '2026-01-01',
  '+050000-01-01T00:00:00Z',
  1_515_701_332_800_000,
  1e300,
  { $date: { $numberLong: '1767261600000' } },
] as const;

/** Values that are wrong anywhere. */
const oddities = [
  null,
  true,
  '',
  0,
  -1,
  1e308,
  9_007_199_254_740_992,
  '\uD83D',
  '\uDC00x\0',
  '__proto__',
  'constructor',
  [],
  {},
  [[]],
  [null],
  { type: 'sparkle' },
  'https://example.org/\u202E"<script>',
  'data:image/png;base64,!!!!',
] as const;

/** How deep a value is put, as a word that `text` replaces. */
const DEEP = '@deep ';

/** Changes one thing in a value of JSON, in place. */
export function mutateValue(value: unknown, random: Random): unknown {
  const slots = slotsOf(value);
  const slot = random.pick(slots);
  if (slot === undefined) return random.pick(oddities);
  const { holder, key } = slot;
  switch (random.below(12)) {
    case 0:
      remove(slot);
      break;
    case 1:
      if (!Array.isArray(holder))
        rename(holder, String(key), random.pick(['__proto__', 'constructor', 'toString', `${String(key)}2`, 'type', 'id']));
      else holder.splice(Number(key), 0, structuredClone(holder[Number(key)]));
      break;
    case 2:
      put(slot, random.pick(oddities));
      break;
    case 3:
      put(slot, `${DEEP}${random.pick([50, 300, 3000, 20_000])}@`);
      break;
    case 4: {
      const dated = slots.filter((one) => /time|date|created|updated|stamp|_at$|^ts$/i.test(String(one.key)));
      for (const one of random.chance(0.3) ? dated : dated.slice(0, 1)) put(one, random.pick(times));
      if (dated.length === 0) put(slot, random.pick(times));
      break;
    }
    case 5: {
      // Ids and parents that are those of others: duplicates, cycles.
      const named = slots.filter((one) => /id$|uuid|parent|^children$|^key$|current/i.test(String(one.key)));
      const from = random.pick(named);
      const to = random.pick(named);
      if (from !== undefined && to !== undefined) put(to, structuredClone(read(from)));
      break;
    }
    case 6: {
      const other = random.pick(slots);
      if (other !== undefined && !within(read(other), holder)) put(slot, structuredClone(read(other)));
      break;
    }
    case 7: {
      const held = read(slot);
      if (Array.isArray(held)) held.reverse();
      else put(slot, [held]);
      break;
    }
    case 8: {
      const held = read(slot);
      if (typeof held === 'string')
        put(
          slot,
          held.slice(0, random.below(held.length + 1)) +
            random.pick(['\uD800', '\0', '\u202E', '\r\n', '"', '<', '\uE200cite\uE202']),
        );
      else put(slot, jsonText(held));
      break;
    }
    case 9:
      put(slot, { [random.pick(['text', 'content', 'value', 'parts', '$date'])]: read(slot) });
      break;
    case 10: {
      const held = read(slot);
      if (Array.isArray(held) && held.length > 0)
        for (let copies = 0; copies < 20; copies++) held.push(structuredClone(held[copies % held.length]));
      else if (typeof held === 'string') put(slot, held.repeat(5));
      break;
    }
    default:
      if (!Array.isArray(holder))
        define(holder, random.pick(['__proto__', 'new_field', 'parent', 'type', 'role', 'content']), random.pick(oddities));
      else holder.push(random.pick(oddities));
  }
  return value;
}

/** JSON, with what was to be deep. */
export function jsonText(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(
    /"@deep (\d+)@"/g,
    (_, depth: string) => '['.repeat(Number(depth)) + ']'.repeat(Number(depth)),
  );
}

/** Up to 3,000 places of a value. */
function slotsOf(value: unknown): readonly Slot[] {
  const slots: Slot[] = [];
  const left: unknown[] = [value];
  for (let holder = left.pop(); holder !== undefined && slots.length < 3000; holder = left.pop()) {
    if (Array.isArray(holder)) {
      for (const [key, item] of holder.entries()) {
        slots.push({ holder, key });
        if (typeof item === 'object' && item !== null) left.push(item);
      }
    } else if (isTree(holder)) {
      for (const [key, item] of Object.entries(holder)) {
        slots.push({ holder, key });
        if (typeof item === 'object' && item !== null) left.push(item);
      }
    }
  }
  return slots;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read({ holder, key }: Slot): unknown {
  return Array.isArray(holder) ? holder[Number(key)] : holder[key];
}

function put({ holder, key }: Slot, value: unknown): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else define(holder, String(key), value);
}

/** Also `__proto__`, as a field like any other. */
function define(holder: Tree, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function remove({ holder, key }: Slot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function rename(holder: Tree, key: string, name: string): void {
  const value = holder[key];
  delete holder[key];
  define(holder, name, value);
}

function within(value: unknown, holder: unknown): boolean {
  return (
    value === holder || (typeof value === 'object' && value !== null && slotsOf(value).some((slot) => slot.holder === holder))
  );
}
