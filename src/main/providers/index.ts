import type { ProviderId } from '../../shared/model.ts';
import { chatgpt } from './chatgpt/index.ts';
import { claude } from './claude/index.ts';
import { claudeCode } from './claude-code/index.ts';
import { codex } from './codex/index.ts';
import { copilotCli } from './copilot-cli/index.ts';
import { cursor } from './cursor/index.ts';
import { deepseek } from './deepseek/index.ts';
import { geminiAiStudio } from './gemini-ai-studio/index.ts';
import { geminiCli } from './gemini-cli/index.ts';
import { geminiTakeout } from './gemini-takeout/index.ts';
import { generic } from './generic/index.ts';
import { grok } from './grok/index.ts';
import { leChat } from './le-chat/index.ts';
import { librechat } from './librechat/index.ts';
import { openWebui } from './open-webui/index.ts';
import { openaiMessages } from './openai-messages/index.ts';
import { opencode } from './opencode/index.ts';
import { perplexity } from './perplexity/index.ts';
import { pi } from './pi/index.ts';
import { sharegpt } from './sharegpt/index.ts';
import { vscodeChat } from './vscode-chat/index.ts';
import type { Provider } from './provider.ts';

/** Every format the archive reads. A tie of scores goes to the earlier line. */
export const providers: readonly Provider[] = [
  chatgpt,
  claude,
  claudeCode,
  codex,
  geminiAiStudio,
  geminiTakeout,
  geminiCli,
  grok,
  deepseek,
  leChat,
  perplexity,
  cursor,
  opencode,
  copilotCli,
  vscodeChat,
  pi,
  openWebui,
  librechat,
  openaiMessages,
  sharegpt,
  generic,
];

/** The provider of an id, or null when this version cannot read it. */
export function providerOf(id: ProviderId): Provider | null {
  return providers.find((provider) => provider.id === id) ?? null;
}
