import type { Facts } from './facts.ts';

/** Files of which the archive rightly makes something else than a plain count would: one named line each. */
export interface Exception {
  /** `nothing`: no conversation comes of it, and the receipt says why. */
  readonly kind: 'nothing' | 'differs';
  readonly why: string;
  /** What the archive holds instead. */
  readonly facts?: Partial<Facts>;
  /** What the README counts differently. */
  readonly readme?: Partial<Facts>;
  /** Lines in a text field that nobody said, and that the archive rightly does not show as words. */
  readonly unsaid?: readonly RegExp[];
}

export const exceptions: Readonly<Record<string, Exception>> = {
  chatgpt: {
    kind: 'differs',
    why: 'a capture holds the same conversation as the export beside it: one, with its 8 messages once',
    facts: { conversations: 16, messages: 123 },
  },
  'chatgpt/polylogue/chatgpt/native-browser-capture-v1.json': {
    kind: 'differs',
    why: 'what is written to a tool is the input of a call, and kept as such',
    unsaid: [/^\{"query":/],
  },
  'chatgpt/polylogue/chatgpt/native-conversation-v1.json': {
    kind: 'differs',
    why: 'what is written to a tool is the input of a call, and kept as such',
    unsaid: [/^\{"query":/],
  },
  'claude-ai/claude-chat-viewer/conversation-rendering-tests.json': {
    kind: 'differs',
    why: 'an <antThinking> passage inside a text block is thinking, not something said',
    facts: { thinking: 1 },
  },
  'claude-ai/claude-chat-viewer/conversations-multiple-errors.json': {
    kind: 'differs',
    why: 'content that is words instead of blocks says what the flattened text says otherwise',
    unsaid: [/^Message with invalid content$/],
  },
  'claude-ai/polylogue/origin-capability/claude-design-session.json': {
    kind: 'differs',
    why: 'a design chat: `messages` instead of `chat_messages`, which the counter does not know',
    facts: { conversations: 1, messages: 1, user: 1 },
  },
  'claude-code/agent-sessions/claude/schema_drift.jsonl': {
    kind: 'differs',
    why: 'a call that is a record of its own is an assistant message of its own',
    facts: { assistant: 2 },
  },
  'claude-code/claude-code-log/dev-docs/messages/user/bash_input.jsonl': {
    kind: 'nothing',
    why: 'nobody speaks in it: a command, its output or a notice',
  },
  'claude-code/claude-code-log/dev-docs/messages/user/bash_output.jsonl': {
    kind: 'nothing',
    why: 'nobody speaks in it: a command, its output or a notice',
  },
  'claude-code/claude-code-log/dev-docs/messages/user/command_output.jsonl': {
    kind: 'nothing',
    why: 'nobody speaks in it: a command, its output or a notice',
  },
  'claude-code/claude-code-log/dev-docs/messages/user/user_command.jsonl': {
    kind: 'nothing',
    why: 'nobody speaks in it: a command, its output or a notice',
  },
  'claude-code/claude-code-log/dev-docs/messages/user/user_slash_command.jsonl': {
    kind: 'nothing',
    why: 'nobody speaks in it: a command, its output or a notice',
  },
  'claude-code/claude-code-log/dev-docs/messages/user/user_sidechain.jsonl': {
    kind: 'nothing',
    why: 'a prompt that a program gave a subagent, and no answer',
  },
  'claude-code/claude-code-log/edge_cases.jsonl': {
    kind: 'differs',
    why: 'three lines are JSON but no record (a string, a number, a list): quarantined with their text',
    facts: { badLines: 3 },
  },
  'claude-code/claude-code-log/proj-Users-dain-workspace-danieldemmel-me-next/3680252d-d4e3-4416-bddd-8f5b5b4fdb7f.jsonl': {
    kind: 'nothing',
    why: 'nobody speaks in it: a command, its output and a notice',
  },
  'codex/agent-sessions/codex/small.jsonl': {
    kind: 'differs',
    why: 'one line of nearly every kind: calls, results and messages that stand in events alone are kept too',
    facts: { toolCalls: 10, toolResults: 9, user: 3, said: 4 },
  },
  'codex/claude-code-log/sample-session.jsonl': {
    kind: 'differs',
    why: 'an agent message that stands in an event alone',
    facts: { said: 3 },
  },
  'codex/ctx/codex-rich-sessions/2026/06/24/rich.jsonl': {
    kind: 'differs',
    why: 'the last agent message stands in task_complete alone',
    facts: { said: 1 },
  },
  'gemini-ai-studio/polylogue/gemini_chunked_prompt/branching_session.json': {
    kind: 'differs',
    why: 'a chunk with nothing in it is no message, and counted as ignored',
    facts: { messages: 4, assistant: 3 },
  },
  'gemini-ai-studio/polylogue/gemini_chunked_prompt/code_execution_prompt.json': {
    kind: 'differs',
    why: 'the README counts what code printed as the model’s; it is the tool’s',
    readme: { assistant: 4 },
  },
  'gemini-takeout/agentsview/takeout-test-1.html': {
    kind: 'differs',
    why: 'a canvas is the assistant’s alone, and an activity of a kind that is not known is quarantined with its text',
    facts: { conversations: 3, messages: 5, user: 2, assistant: 3 },
    unsaid: [/^not a prompt$/],
  },
  'gemini-cli/ctx/tabnine-cli': {
    kind: 'differs',
    why: 'one call stands in two records, of which the second holds the result alone and is the tool’s',
    facts: { assistant: 2 },
    readme: { toolCalls: 2 },
  },
  'copilot-cli/agent-sessions/copilot/small.jsonl': {
    kind: 'differs',
    why: 'what a subagent said is a conversation below; reasoning counts where it is kept back too, and once for each message',
    facts: { conversations: 2, thinking: 3 },
  },
};
