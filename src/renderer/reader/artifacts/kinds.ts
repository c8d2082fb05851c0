import type { ArtifactPart } from '../../../shared/model.ts';
import { parts as text } from '../../messages/index.ts';
import { languageOf } from '../code/languages.ts';

/** What an artifact is, in words. */
export function kindName({ kind, language }: ArtifactPart): string {
  const known = text.artifact.kinds[kind];
  if (language !== null && (known === undefined || kind.endsWith('code'))) return language;
  return known ?? kind.replace(/^(?:code|text|application)\//, '');
}

/** The language its source is coloured in. */
export function languageName({ kind, language }: ArtifactPart): string {
  return language ?? languageOf(kind) ?? '';
}

export function isMarkdown({ kind }: ArtifactPart): boolean {
  return kind === 'text/markdown' || kind === 'document';
}

export function isDrawing({ kind, text: source }: ArtifactPart): boolean {
  return kind === 'image/svg+xml' && source !== null;
}

/** What says what it is only when its scripts run. */
export function isPage({ kind, text: source }: ArtifactPart): boolean {
  return source !== null && (kind === 'text/html' || (kind === 'image/svg+xml' && /<script[\s>]/i.test(source)));
}

const endings: Readonly<Record<string, string>> = {
  markdown: 'md',
  javascript: 'js',
  typescript: 'ts',
  python: 'py',
  shellscript: 'sh',
  html: 'html',
  xml: 'svg',
  rust: 'rs',
  ruby: 'rb',
  csharp: 'cs',
  kotlin: 'kt',
  mermaid: 'mmd',
};

/** A name to save it under, safe on every system. */
export function fileName(part: ArtifactPart): string {
  const title =
    (part.title ?? 'artifact')
      .replaceAll(/[^\p{L}\p{N}._-]+/gu, ' ')
      .trim()
      .slice(0, 80) || 'artifact';
  if (/\.[a-z0-9]{1,5}$/i.test(title)) return title;
  const language = isMarkdown(part) ? 'markdown' : languageOf(languageName(part));
  return `${title}.${language === null ? 'txt' : (endings[language] ?? language)}`;
}
