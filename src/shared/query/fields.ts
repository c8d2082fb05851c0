import { providerIds, roles } from '../model.ts';
import type { FieldName } from './ast.ts';

/** Every field of the query language: this table drives the parser, completion, the help sheet and `docs/query-language.md`. */
export interface Field {
  readonly name: FieldName;
  readonly kind: 'text' | 'choice' | 'time' | 'range' | 'words' | 'run';
  readonly help: string;
  readonly example: string;
  /** For `choice`: what may be written, with other spellings of the same. */
  readonly choices?: Readonly<Record<string, readonly string[]>>;
}

const providerChoices: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  providerIds.map((id) => [
    id,
    id === 'claude' ? ['claude.ai', 'claude-ai', 'anthropic'] : id === 'chatgpt' ? ['openai', 'gpt'] : [],
  ]),
);

export const fields: readonly Field[] = [
  {
    name: 'provider',
    kind: 'choice',
    help: 'where the conversation was held',
    example: 'provider:chatgpt,claude',
    choices: providerChoices,
  },
  { name: 'model', kind: 'text', help: 'a model that answered in it', example: 'model:gpt-4*' },
  {
    name: 'role',
    kind: 'choice',
    help: 'words only in messages of this role; without words: it has one',
    example: 'role:user',
    choices: Object.fromEntries(
      roles.map((role) => [role, role === 'user' ? ['human', 'person'] : role === 'assistant' ? ['ai', 'model'] : []]),
    ),
  },
  {
    name: 'in',
    kind: 'choice',
    help: 'words only in the title, the text, code, tools, thinking, attachments or notes',
    example: 'in:title,text tide',
    choices: {
      title: ['titles'],
      text: [],
      code: [],
      tools: ['tool', 'output'],
      thinking: ['reasoning'],
      attachments: ['attachment', 'files'],
      notes: ['note'],
    },
  },
  {
    name: 'has',
    kind: 'choice',
    help: 'what the conversation contains',
    example: 'has:code',
    choices: {
      tools: ['tool', 'tool-calls'],
      errors: ['error', 'tool-errors'],
      thinking: ['reasoning'],
      code: [],
      attachments: ['attachment', 'files', 'images'],
      branches: ['branch'],
      tags: ['tag'],
      note: ['notes'],
    },
  },
  {
    name: 'is',
    kind: 'choice',
    help: 'a state of the conversation',
    example: 'is:starred',
    choices: {
      starred: ['star'],
      trashed: ['trash', 'deleted'],
      archived: [],
      subagent: [],
      fork: ['forked'],
      gone: ['missing'],
    },
  },
  { name: 'tag', kind: 'text', help: 'a tag, of yours or of the provider', example: 'tag:work' },
  { name: 'project', kind: 'text', help: 'the project or working folder it belongs to', example: 'project:polylogue' },
  { name: 'title', kind: 'words', help: 'words in the title', example: 'title:"road trip"' },
  { name: 'tool', kind: 'text', help: 'a tool that was called', example: 'tool:Bash' },
  { name: 'id', kind: 'text', help: "a conversation's id, or its beginning", example: 'id:chatgpt:68a1' },
  { name: 'since', kind: 'time', help: 'going on this day or later', example: 'since:2025-03' },
  { name: 'until', kind: 'time', help: 'begun on this day or earlier', example: 'until:"last week"' },
  { name: 'on', kind: 'time', help: 'going on in this day, month or year', example: 'on:2026-01-22' },
  { name: 'words', kind: 'range', help: 'how many words', example: 'words:>500' },
  { name: 'messages', kind: 'range', help: 'how many messages', example: 'messages:10..50' },
  { name: 'turns', kind: 'range', help: 'how many things the person said', example: 'turns:1' },
  { name: 'import', kind: 'run', help: 'what an import added or updated, by its number', example: 'import:latest' },
];

const byName: ReadonlyMap<string, Field> = new Map(fields.map((field) => [field.name, field]));

export function fieldOf(name: string): Field | null {
  return byName.get(name.toLowerCase()) ?? null;
}

/** The choice that a spelling means, or null. */
export function choiceOf(field: Field, text: string): string | null {
  const wanted = text.toLowerCase();
  for (const [choice, spellings] of Object.entries(field.choices ?? {}))
    if (choice === wanted || spellings.includes(wanted)) return choice;
  return null;
}
