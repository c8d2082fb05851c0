import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { linesOfMessage } from './lines.ts';
import { parseRollout } from './parse.ts';

/** Codex: threads of the command line, the IDE extension and `codex exec`, of every generation. Source: formats, §6. */
export const codex: Provider = {
  id: 'codex',
  version: 2,
  kind: 'log',
  judge,
  gather,
  parse: parseRollout,
  linesOf: linesOfMessage,
};
