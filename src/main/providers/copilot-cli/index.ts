import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parseEvents } from './parse.ts';

/** GitHub Copilot CLI: the events of a session. Source: formats, §8.7. */
export const copilotCli: Provider = { id: 'copilot-cli', version: 1, kind: 'log', judge, gather, parse: parseEvents };
