import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';
import { answers } from './projects.ts';

/** Anthropic's export of claude.ai and single chats in the shape of its web API. Source: formats §4. */
export const claude: Provider = { id: 'claude', version: 3, kind: 'export', judge, gather, answers, parse };
