import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { linesOfMessage } from './lines.ts';
import { parseSession } from './parse.ts';

/** Claude Code: sessions of the command line, the IDE extensions and the web, with their subagents. Source: formats, §5. */
export const claudeCode: Provider = {
  id: 'claude-code',
  version: 3,
  kind: 'log',
  judge,
  gather,
  parse: parseSession,
  linesOf: linesOfMessage,
};
