import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** OpenAI's data export, from 2022 to 2026: one array of conversations or shards of it, with files beside. Source: formats §3. */
export const chatgpt: Provider = { id: 'chatgpt', version: 2, kind: 'export', judge, gather, asksBeside, parse };

/** Files that a message made are found by the message, and a canvas that cannot be replayed by its id. */
function asksBeside(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['sandbox:', 'canmore', 'textdoc'].some((word) => text.includes(word));
}
