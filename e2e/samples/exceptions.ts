import type { Facts } from './count.ts';

/** Files of which the archive rightly makes something else than a plain count would: one named line each. */
export interface Exception {
  /** `nothing`: no conversation comes of it, and the receipt says why. */
  readonly kind: 'nothing' | 'differs';
  readonly why: string;
  /** What the archive holds instead. */
  readonly facts?: Partial<Facts>;
  /** What the README counts differently. */
  readonly readme?: Partial<Facts>;
}

export const exceptions: Readonly<Record<string, Exception>> = {
  'chatgpt/polylogue/chatgpt/native-browser-capture-v1.json': {
    kind: 'differs',
    why: 'a conversation in the envelope of a browser extension, which the counter does not open',
    facts: { conversations: 1, messages: 8, user: 1, assistant: 5, branchPoints: 1 },
  },
  'claude-ai/claude-chat-viewer/conversation-rendering-tests.json': {
    kind: 'differs',
    why: 'an <antThinking> passage inside a text block is thinking, not something said',
    facts: { thinking: 1 },
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
  'claude-code/claude-code-log/edge_cases.jsonl': {
    kind: 'differs',
    why: 'three lines are JSON but no record (a string, a number, a list): quarantined with their text',
    facts: { badLines: 3 },
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
};
