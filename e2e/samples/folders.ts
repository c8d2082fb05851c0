import { countCopilotCli, countCursor, countOpencode, countPi, countVscodeChat } from './count-agents.ts';
import { countClaude, countClaudeCode } from './count-anthropic.ts';
import { countAiStudio, countGeminiCli, countTakeout } from './count-google.ts';
import { countChatgpt, countCodex } from './count-openai.ts';
import { countDeepseek, countGeneric, countGrok, countLibrechat, countOpenWebui } from './count-web.ts';
import type { Counter, Fact } from './facts.ts';

/** One folder of the samples: who counts it, and what its format states, so that it can be compared. */
export interface SampleFolder {
  readonly name: string;
  readonly count: Counter;
  readonly compared: readonly Fact[];
  /** Folders that are one input, all files of them together; every other file is an input of its own. */
  readonly inputs?: readonly string[];
}

const chat = ['conversations', 'messages', 'user', 'assistant', 'thinking', 'branchPoints', 'attachments', 'badLines'] as const;
const tools = ['toolCalls', 'toolResults', 'toolErrors'] as const;

/** Every folder of the samples, in the order of their README. */
export const sampleFolders: readonly SampleFolder[] = [
  {
    name: 'chatgpt',
    count: countChatgpt,
    compared: ['conversations', 'messages', 'user', 'assistant', 'branchPoints', 'thinking'],
  },
  {
    name: 'claude-ai',
    count: countClaude,
    compared: ['conversations', 'messages', 'user', 'assistant', 'toolCalls', 'toolResults', 'thinking', 'branchPoints'],
  },
  {
    name: 'claude-code',
    count: countClaudeCode,
    compared: ['toolCalls', 'toolResults', 'toolErrors', 'thinking', 'assistant', 'badLines'],
  },
  { name: 'codex', count: countCodex, compared: ['toolCalls', 'toolResults', 'user', 'said', 'badLines'] },
  { name: 'gemini-ai-studio', count: countAiStudio, compared: [...chat, 'toolCalls', 'toolResults'] },
  { name: 'gemini-takeout', count: countTakeout, compared: chat },
  { name: 'gemini-cli', count: countGeminiCli, compared: [...chat, ...tools], inputs: ['gemini-cli/ctx/tabnine-cli'] },
  { name: 'grok', count: countGrok, compared: chat },
  { name: 'deepseek', count: countDeepseek, compared: chat },
  { name: 'open-webui', count: countOpenWebui, compared: [...chat, ...tools] },
  { name: 'librechat', count: countLibrechat, compared: chat },
  { name: 'cursor', count: countCursor, compared: [...chat, ...tools], inputs: ['cursor/agent-sessions/cursor/subagent'] },
  {
    name: 'opencode',
    count: countOpencode,
    compared: [...chat, ...tools],
    inputs: ['opencode/agent-sessions/opencode/storage_v2'],
  },
  {
    name: 'copilot-cli',
    count: countCopilotCli,
    compared: [...chat, ...tools],
    inputs: ['copilot-cli/agent-sessions/copilot/subdir_v1'],
  },
  { name: 'vscode-chat', count: countVscodeChat, compared: [...chat, ...tools] },
  { name: 'pi', count: countPi, compared: [...chat, ...tools] },
  { name: 'generic', count: countGeneric, compared: chat },
];
