import { writer as chatgpt } from './chatgpt/fixture.ts';
import { writer as claude } from './claude/fixture.ts';
import { writer as claudeCode } from './claude-code/fixture.ts';
import { writer as codex } from './codex/fixture.ts';
import { writer as openaiMessages } from './openai-messages/fixture.ts';
import { writer as sharegpt } from './sharegpt/fixture.ts';
import { writer as generic } from './generic/fixture.ts';
import type { Writer } from './telling.ts';

/** Every provider's writer, in the order of `index.ts`. For tests and `npm run fuzz` alone. */
export const writers: readonly Writer[] = [chatgpt, claude, claudeCode, codex, openaiMessages, sharegpt, generic];
