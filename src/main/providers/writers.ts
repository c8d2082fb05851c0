import { writer as chatgpt } from './chatgpt/fixture.ts';
import { writer as claude } from './claude/fixture.ts';
import { writer as claudeCode } from './claude-code/fixture.ts';
import { writer as codex } from './codex/fixture.ts';
import { writer as geminiAiStudio } from './gemini-ai-studio/fixture.ts';
import { writer as geminiTakeout } from './gemini-takeout/fixture.ts';
import { writer as geminiCli } from './gemini-cli/fixture.ts';
import { writer as grok } from './grok/fixture.ts';
import { writer as deepseek } from './deepseek/fixture.ts';
import { writer as leChat } from './le-chat/fixture.ts';
import { writer as perplexity } from './perplexity/fixture.ts';
import { writer as openWebui } from './open-webui/fixture.ts';
import { writer as copilotCli } from './copilot-cli/fixture.ts';
import { writer as cursor } from './cursor/fixture.ts';
import { writer as opencode } from './opencode/fixture.ts';
import { writer as pi } from './pi/fixture.ts';
import { writer as vscodeChat } from './vscode-chat/fixture.ts';
import { writer as librechat } from './librechat/fixture.ts';
import { writer as openaiMessages } from './openai-messages/fixture.ts';
import { writer as sharegpt } from './sharegpt/fixture.ts';
import { writer as generic } from './generic/fixture.ts';
import type { Writer } from './fixtures/telling.ts';

/** Every provider's writer, in the order of `index.ts`. For tests and `npm run fuzz` alone. */
export const writers: readonly Writer[] = [
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
