import type { Part, TextPart } from '../../../shared/model.ts';

/** What the program put around the words of a person. Source: formats, §7.3. */
const WRAPPED = /^\s*<(?:session_context|hook_context|system-reminder|environment_context)\b/;
const SETUP = /^\s*This is the Gemini CLI\. We are setting up the context for our chat\./;
/** Files that `@path` stands for follow the words, in parts of their own. */
const FILES = /^\s*--- Content from referenced files ---/;
const FILES_END = /^\s*--- End of content ---/;
/** `/name …` and `?`: orders to the program. A path is none. */
const COMMAND = /^\s*(?:\/[a-z][\w:-]*(?=\s|$)|\?\s*$)/i;

/** The parts of a user's message: what was typed, orders to the program, and what the program put in. */
export function wrappedText(parts: readonly Part[]): Part[] {
  let inFiles = false;
  return parts.map((part, index) => {
    if (part.type !== 'text') return part;
    if (FILES.test(part.text)) inFiles = true;
    if (inFiles) {
      if (FILES_END.test(part.text)) inFiles = false;
      return injected(part);
    }
    if (WRAPPED.test(part.text) || SETUP.test(part.text)) return injected(part);
    if (index === 0 && COMMAND.test(part.text)) return { ...part, source: 'command' };
    return part;
  });
}

/** What was typed, as the person saw it, and of what was sent all that says something else. */
export function typedText(shown: readonly Part[], sent: readonly Part[]): Part[] {
  const typed = wrappedText(shown);
  const words = textIn(shown);
  if (words === textIn(sent))
    return [...typed, ...sent.filter((part) => part.type !== 'text' && !typed.some((other) => same(part, other)))];
  const more = sent.flatMap((part): Part[] => {
    if (part.type !== 'text') return typed.some((other) => same(part, other)) ? [] : [part];
    if (part.text.trim() === words.trim()) return [];
    return [injected(part)];
  });
  return [...typed, ...more];
}

function same(a: Part, b: Part): boolean {
  return (a.type === 'image' || a.type === 'file') && (b.type === 'image' || b.type === 'file') && a.attachment === b.attachment;
}

function injected(part: TextPart): TextPart {
  return { ...part, source: 'injected' };
}

function textIn(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
