import type { Origin, Role } from '../../../shared/model.ts';

export interface Speaker {
  readonly role: Role;
  readonly origin: Origin;
}

const person: Speaker = { role: 'user', origin: 'person' };
const assistant: Speaker = { role: 'assistant', origin: 'assistant' };
const system: Speaker = { role: 'system', origin: 'system' };
const tool: Speaker = { role: 'tool', origin: 'tool' };

const speakers = new Map<string, Speaker>();
for (const [speaker, words] of [
  [person, 'user human person request prompter'],
  [assistant, 'assistant model ai bot gpt chatgpt chatbot gemini bard bing claude llm response'],
  [system, 'system developer info'],
  [tool, 'tool function observation tool_result function_response'],
] as const) {
  for (const word of words.split(' ')) speakers.set(word, speaker);
}

/** Who speaks under a word for a role, in any case; null for words that are no role. Source: formats §2, "Roles". */
export function speakerOf(word: unknown): Speaker | null {
  return typeof word === 'string' ? (speakers.get(word.trim().toLowerCase()) ?? null) : null;
}
