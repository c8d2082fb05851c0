import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parse } from './parse.ts';

/** Gemini CLI and its forks: sessions of both generations, and saved conversations. Source: formats, §7.3. */
export const geminiCli: Provider = {
  id: 'gemini-cli',
  version: 1,
  kind: 'log',
  judge,
  gather,
  parse,
};
