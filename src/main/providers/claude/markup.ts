import type { Part } from '../../../shared/model.ts';
import { embedded, type Artifacts } from './artifacts.ts';

/** Cuts `<antThinking>` and `<antArtifact>` out of an answer of 2024; an element that is not closed stays text. */
export function splitMarkup(text: string, before: Artifacts): { readonly parts: readonly Part[]; readonly artifacts: Artifacts } {
  const parts: Part[] = [];
  let artifacts = before;
  let at = 0;
  for (let open = text.search(ELEMENT); open !== -1; open = nextElement(text, at)) {
    const element = elementAt(text, open);
    if (element === null) break;
    pushText(parts, text.slice(at, open));
    if (element.name === 'antThinking') parts.push({ type: 'thinking', text: element.content.trim() });
    else {
      const step = embedded(element.attributes, element.content.replace(/^\r?\n/, ''), artifacts);
      artifacts = step.artifacts;
      parts.push(step.part);
    }
    at = element.end;
  }
  pushText(parts, text.slice(at));
  return { parts, artifacts };
}

const ELEMENT = /<ant(?:Thinking|Artifact)\b/;

function nextElement(text: string, from: number): number {
  const next = text.slice(from).search(ELEMENT);
  return next === -1 ? -1 : from + next;
}

interface Element {
  readonly name: 'antThinking' | 'antArtifact';
  readonly attributes: string;
  readonly content: string;
  readonly end: number;
}

function elementAt(text: string, open: number): Element | null {
  const name = text.startsWith('<antThinking', open) ? 'antThinking' : 'antArtifact';
  const from = text.indexOf('>', open);
  const close = from === -1 ? -1 : text.indexOf(`</${name}>`, from);
  if (close === -1) return null;
  const attributes = text.slice(open + name.length + 1, from);
  return { name, attributes, content: text.slice(from + 1, close), end: close + name.length + 3 };
}

function pushText(parts: Part[], text: string): void {
  if (text.trim() !== '') parts.push({ type: 'text', text });
}
