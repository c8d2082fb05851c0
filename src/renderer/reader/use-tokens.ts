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
export function useTokens(text: string, breaks: boolean): readonly MarkdownToken[] | null {
  const key = `${breaks ? 'b' : 'f'}${text}`;
  const [arrived, setArrived] = useState<{ key: string; tokens: readonly MarkdownToken[] } | null>(null);
  const known = recall(key) ?? (text.length <= longText ? remember(key, markdownTokens(text, breaks)) : null);
  useEffect(() => {
    if (known) return undefined;
    let wanted = true;
    const parse = async (): Promise<void> => {
      const tokens = await parseAside(text, breaks);
      remember(key, tokens);
      if (wanted) setArrived({ key, tokens });
    };
    void parse();
    return () => {
      wanted = false;
    };
  }, [key, known, text, breaks]);
  return known ?? (arrived?.key === key ? arrived.tokens : null);
}

function recall(key: string): readonly MarkdownToken[] | undefined {
  const tokens = cache.get(key);
  if (!tokens) return undefined;
  cache.delete(key);
  cache.set(key, tokens);
  return tokens;
}

function remember(key: string, tokens: readonly MarkdownToken[]): readonly MarkdownToken[] {
  cache.set(key, tokens);
  const oldest = cache.keys().next();
  if (cache.size > keptTexts && !oldest.done) cache.delete(oldest.value);
  return tokens;
}

function parseAside(text: string, breaks: boolean): Promise<readonly MarkdownToken[]> {
  if (!worker) {
    worker = new Worker(new URL('./markdown-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', (event: MessageEvent<{ id: number; tokens: readonly MarkdownToken[] }>) => {
      waiting.get(event.data.id)?.(event.data.tokens);
      waiting.delete(event.data.id);
    });
  }
  const id = ++lastId;
  worker.postMessage({ id, text, breaks });
  return new Promise((resolve) => waiting.set(id, resolve));
}
