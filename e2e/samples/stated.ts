import type { Fact } from './facts.ts';

/** Where the README says a number of a file: the number itself (the first group), or a list `a=1, b=2` of which all (or some) are added up. */
type Patterns = Partial<Record<Fact, RegExp | { readonly listed: RegExp; readonly of?: RegExp }>>;

const patterns: Readonly<Record<string, Patterns>> = {
  chatgpt: {
    messages: { listed: /messages by role: ([^;]*);/ },
    user: /messages by role: [^;]*\buser=(\d+)/,
    assistant: /messages by role: [^;]*assistant=(\d+)/,
    branchPoints: /by parent pointers\) (\d+)/,
  },
  'claude-ai': {
    messages: { listed: /; messages: ([^(]*)\(/ },
    user: /human=(\d+)/,
    assistant: /messages: [^(]*assistant=(\d+)/,
    branchPoints: /branch points (\d+)/,
  },
  'claude-code': {
    badLines: /records \((\d+) unparsable/,
    toolCalls: /assistant\.tool_use=(\d+)/,
    toolResults: /user\.tool_result=(\d+)/,
    toolErrors: /tool errors (\d+)/,
    thinking: /assistant\.thinking=(\d+)/,
  },
  codex: {
    badLines: /lines \((\d+) unparsable/,
    user: /message roles: [^;]*user=(\d+)/,
    said: /message roles: [^;]*assistant=(\d+)/,
  },
  'gemini-ai-studio': {
    messages: /; (\d+) chunks by role/,
    user: /chunks by role: [^;]*user=(\d+)/,
    assistant: /chunks by role: [^;]*model=(\d+)/,
    thinking: /thought chunks (\d+)/,
    toolCalls: /executableCode=(\d+)/,
    toolResults: /codeExecutionResult=(\d+)/,
  },
  'gemini-takeout': { user: { listed: /first word of title: ([^;]*)/, of: /(?:Prompted|Eingegebener)=(\d+)/g } },
  'gemini-cli': {
    messages: { listed: /final messages by type: ([^;]*);/ },
    user: /final messages by type: [^;]*user=(\d+)/,
    assistant: /final messages by type: [^;]*(?:gemini|tabnine)=(\d+)/,
    toolCalls: { listed: /tool calls: ([^;]*);/ },
    thinking: /thoughts (\d+)/,
    badLines: /records \((\d+) bad/,
  },
  grok: {
    conversations: /(\d+) conversations;/,
    messages: { listed: /responses by sender: ([^;]*);/ },
    user: /responses by sender: [^;]*human=(\d+)/,
    assistant: /responses by sender: [^;]*assistant=(\d+)/i,
    branchPoints: /branch points (\d+)/,
    thinking: /thinking_trace (\d+)/,
  },
  deepseek: { conversations: /(\d+) conversations/, branchPoints: /branch points (\d+)/ },
  'open-webui': {
    conversations: /(\d+) chats/,
    messages: /(\d+) messages:/,
    user: /messages: [^;]*user=(\d+)/,
    assistant: /messages: [^;]*assistant=(\d+)/,
    branchPoints: /branch points (\d+)/,
  },
  librechat: { messages: /; (\d+) messages/, user: /by user: (\d+)/ },
  cursor: {
    messages: { listed: /roles: (?:None=\d+, )?([^;]*);/ },
    assistant: /roles: [^;]*assistant=(\d+)/,
    toolCalls: /tool_use=(\d+)/,
    toolResults: /tool_result=(\d+)/,
    badLines: /lines \((\d+) bad/,
  },
  opencode: { conversations: /session\((\d+)\)/, messages: /session_message\((\d+)\)/ },
  'copilot-cli': {
    user: /user\.message=(\d+)/,
    assistant: /assistant\.message=(\d+)/,
    toolResults: /tool\.execution_complete=(\d+)/,
    badLines: /events \((\d+) bad/,
  },
  'vscode-chat': { user: /(\d+) requests/, toolCalls: /toolInvocationSerialized=(\d+)/ },
  pi: { messages: { listed: /type: ((?:compaction=\d+, )?message=\d+)/ }, badLines: /lines \((\d+) bad/ },
  generic: { conversations: /list len (\d+)/ },
};

/** The numbers that the samples' README states of an input (of all its files, where it is a folder); only those it states. */
export function stated(folder: string, readme: string, name: string): Partial<Record<Fact, number>> {
  const lines = readme.split('\n').filter((text) => text.startsWith(`- \`${name}\``) || text.startsWith(`- \`${name}/`));
  const facts: Partial<Record<Fact, number>> = {};
  for (const [fact, pattern] of Object.entries(patterns[folder] ?? {}) as [Fact, Patterns[Fact]][])
    for (const line of lines) {
      const found = (pattern instanceof RegExp ? pattern : pattern?.listed)?.exec(line)?.[1];
      if (found === undefined) continue;
      const number =
        pattern instanceof RegExp
          ? Number(found)
          : [...found.matchAll(pattern?.of ?? /=(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
      facts[fact] = (facts[fact] ?? 0) + number;
    }
  return facts;
}
