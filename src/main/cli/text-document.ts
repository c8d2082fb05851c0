import { providerNames, type ConversationDetail } from '../../shared/contract.ts';
import type { Message } from '../../shared/model.ts';
import { readableText } from '../../shared/readable.ts';
import {
  addTraces,
  applyTransforms,
  namedTraces,
  traceText,
  type Traces,
  type Transform,
} from '../../shared/transforms/index.ts';

export interface TextOptions {
  readonly transforms: readonly Transform[];
  readonly branches: 'active' | 'all';
}

/** A conversation as plain text, piece by piece: what a person would read of it and who said it when (UTC). */
export function textWriter(
  { conversation }: ConversationDetail,
  { transforms, branches }: TextOptions,
): { readonly head: () => string; readonly message: (message: Message) => string; readonly tail: () => string } {
  const named = namedTraces();
  let hidden: Traces = {};
  const trace = (): string => {
    const text = traceText(hidden);
    hidden = {};
    return text === null ? '' : `[${text}]\n\n`;
  };
  return {
    head: () => {
      const facts = [
        providerNames[conversation.provider],
        conversation.id,
        timeText(conversation.updatedAt ?? conversation.createdAt),
      ];
      return `${conversation.title}\n${facts.filter((fact) => fact !== '').join(' · ')}\n\n`;
    },
    message: (message) => {
      if (branches === 'active' && !message.onActivePath) return '';
      const { parts, hiddenParts } = applyTransforms(transforms, message);
      const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [`[calls ${part.name}]`] : []));
      const text = [readableText(parts), ...calls].filter((piece) => piece !== '').join('\n\n');
      if (text === '') {
        hidden = addTraces(hidden, named(hiddenParts));
        return '';
      }
      const before = trace();
      hidden = named(hiddenParts);
      const who = [message.author ?? message.role, message.model ?? '', timeText(message.createdAt)].filter(
        (fact) => fact !== '',
      );
      return `${before}${who.join(' · ')}\n${text}\n\n`;
    },
    tail: trace,
  };
}

function timeText(time: number | null): string {
  return time === null ? '' : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
