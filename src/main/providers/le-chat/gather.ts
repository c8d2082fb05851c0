import { isObject, numberOf, objectOf, textOf } from '../../../shared/json.ts';
import type { Json } from '../../../shared/model.ts';
import type { Side } from '../../../shared/parsed.ts';
import type { BundleView } from '../provider.ts';
import { fileIn } from './judge.ts';

/** The entries that hold the files of each chat, by their names. */
export async function gather(
  bundle: BundleView,
): Promise<{ readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> }> {
  const chats = new Map<string, [string, Json][]>();
  for (const { name, size } of bundle.entries) {
    const file = fileIn(name);
    if (file === null) continue;
    const fact: [string, Json] = [file.name, { entry: name, size }];
    const held = chats.get(file.chat);
    if (held === undefined) chats.set(file.chat, [fact]);
    else held.push(fact);
  }
  const files = Object.fromEntries([...chats].map(([chat, facts]) => [chat, Object.fromEntries(facts)]));
  return Promise.resolve({ shared: { files }, byEntry: {} });
}

/** The entry that holds a file of a chat. */
export interface HeldFile {
  readonly entry: string;
  readonly size: number | null;
}

function heldFile(shared: Json, chat: string, name: string): HeldFile | null {
  const files = isObject(shared) ? objectOf(objectOf(shared['files'])[chat.toLowerCase()]) : {};
  const held = Object.hasOwn(files, name) ? objectOf(files[name]) : {};
  const entry = textOf(held['entry']);
  return entry === null ? null : { entry, size: numberOf(held['size']) };
}

/** The files of chats, and which of them a record used. */
export class ChatFiles {
  readonly #shared: Json;
  readonly #used = new Map<string, Map<string, HeldFile>>();

  constructor(side: Side) {
    this.#shared = side.shared;
  }

  find(chat: string, name: string): HeldFile | null {
    const held = heldFile(this.#shared, chat, name);
    if (held === null) return null;
    const used = this.#used.get(chat.toLowerCase()) ?? new Map<string, HeldFile>();
    this.#used.set(chat.toLowerCase(), used.set(name, held));
    return held;
  }

  used(): Side | null {
    if (this.#used.size === 0) return null;
    const files = Object.fromEntries(
      [...this.#used].map(([chat, held]) => [chat, Object.fromEntries([...held].map(([name, file]) => [name, { ...file }]))]),
    );
    return { shared: { files }, entry: null };
  }
}
