import { useEffect, useState } from 'react';
import { markdownTokens, type MarkdownToken } from './markdown-tokens.ts';

/** Characters above which a text is parsed in a worker. */
const longText = 20_000;
/** Texts whose tokens are kept, the least recently used dropped first. */
const keptTexts = 400;

const cache = new Map<string, readonly MarkdownToken[]>();
const waiting = new Map<number, (tokens: readonly MarkdownToken[]) => void>();
let worker: Worker | null = null;
let lastId = 0;

/** The tokens of a text; null while a worker parses it. */
export function useTokens(text: string): readonly MarkdownToken[] | null {
  const [arrived, setArrived] = useState<{ text: string; tokens: readonly MarkdownToken[] } | null>(null);
  const known = recall(text) ?? (text.length <= longText ? remember(text, markdownTokens(text)) : null);
  useEffect(() => {
    if (known) return undefined;
    let wanted = true;
    const parse = async (): Promise<void> => {
      const tokens = await parseAside(text);
      remember(text, tokens);
      if (wanted) setArrived({ text, tokens });
    };
    void parse();
    return () => {
      wanted = false;
    };
  }, [known, text]);
  return known ?? (arrived?.text === text ? arrived.tokens : null);
}

function recall(text: string): readonly MarkdownToken[] | undefined {
  const tokens = cache.get(text);
  if (!tokens) return undefined;
  cache.delete(text);
  cache.set(text, tokens);
  return tokens;
}

function remember(text: string, tokens: readonly MarkdownToken[]): readonly MarkdownToken[] {
  cache.set(text, tokens);
  const oldest = cache.keys().next();
  if (cache.size > keptTexts && !oldest.done) cache.delete(oldest.value);
  return tokens;
}

function parseAside(text: string): Promise<readonly MarkdownToken[]> {
  if (!worker) {
    worker = new Worker(new URL('./markdown-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', (event: MessageEvent<{ id: number; tokens: readonly MarkdownToken[] }>) => {
      waiting.get(event.data.id)?.(event.data.tokens);
      waiting.delete(event.data.id);
    });
  }
  const id = ++lastId;
  worker.postMessage({ id, text });
  return new Promise((resolve) => waiting.set(id, resolve));
}
