import type { ProviderId } from '../../shared/model.ts';
import { chatgpt } from './chatgpt/index.ts';
import { claudeCode } from './claude-code/index.ts';
import { claude } from './claude/index.ts';
import { codex } from './codex/index.ts';
import type { Provider } from './provider.ts';

/** Every format the archive reads. A tie of scores goes to the earlier line. */
export const providers: readonly Provider[] = [chatgpt, claude, claudeCode, codex];

/** The provider of an id, or null when this version cannot read it. */
export function providerOf(id: ProviderId): Provider | null {
  return providers.find((provider) => provider.id === id) ?? null;
}
