import type { Provider } from '../provider.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** Open WebUI: its export of all chats, of one, and a chat as it is stored. Source: formats §8.9. */
export const openWebui: Provider = { id: 'open-webui', version: 2, kind: 'export', judge, parse };
