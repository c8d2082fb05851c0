import type { Provider } from '../provider.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';
import { parseChat } from './parse.ts';

/**
 * Chats of VS Code and of Visual Studio. An export: a session is a document that the program rewrites, so its newest version stands for
 * it. Source: formats, §8.8.
 */
export const vscodeChat: Provider = { id: 'vscode-chat', version: 1, kind: 'export', judge, gather, parse: parseChat };
