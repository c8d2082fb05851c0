import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** Anthropic's export of claude.ai and single chats in the shape of its web API. Source: formats §4. */
export const claude: Provider = { id: 'claude', version: 2, kind: 'export', judge, gather, asksBeside, parse };

/** Only projects have their names beside the conversations. */
function asksBeside(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ['"project"', '"project_uuid"'].some((key) => text.includes(key));
}
