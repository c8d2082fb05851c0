import type { TextPart } from '../../../shared/model.ts';

/**
 * What a text of a user message is made of: context the program put in (`injected`), a shell command the person ran (`command`), or
 * the words themselves, out of the wrapping the IDE gives them. Source: formats, §6.7.
 */
export function splitUserText(text: string): readonly TextPart[] {
  if (text === '') return [];
  const start = text.trimStart();
  if (start.startsWith('<user_shell_command>')) return [{ type: 'text', text, source: 'command' }];
  if (INJECTED.test(start)) return [{ type: 'text', text, source: 'injected' }];
  if (start.startsWith('# Context from my IDE setup:')) {
    const heading = REQUEST.exec(text);
    if (heading !== null) {
      const at = heading.index + heading[0].length;
      const context: TextPart = { type: 'text', text: text.slice(0, at), source: 'injected' };
      const words = text.slice(at);
      return words.trim() === '' ? [context] : [context, { type: 'text', text: words }];
    }
    return [{ type: 'text', text, source: 'injected' }];
  }
  return [{ type: 'text', text }];
}

const INJECTED =
  /^(?:<(?:environment_context|user_instructions|permissions instructions|turn_aborted|skill|skills_instructions|subagent_notification|user_action|apps_instructions|plugins_instructions|collaboration_mode|model_switch|personality_spec|hook_prompt|goal_context)>|# AGENTS\.md instructions|<INSTRUCTIONS>|<image(?: name=[^>]*)?>\s*$|<\/image>\s*$)/;

const REQUEST = /^## My request for Codex:[ \t]*\r?\n?/m;

/** The working directory that sessions without a header of their own state in their first context. */
export function cwdOf(text: string): string | null {
  if (!text.trimStart().startsWith('<environment_context>')) return null;
  return /<cwd>([^<]+)<\/cwd>/.exec(text)?.[1] ?? /^Current working directory: (.+)$/m.exec(text)?.[1] ?? null;
}
