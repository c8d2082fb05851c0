import { markdownTokens } from './markdown-tokens.ts';

// Entry of the worker that parses long texts beside the window's thread.
self.addEventListener('message', (event: MessageEvent<{ id: number; text: string; breaks: boolean }>) => {
  const { id, text, breaks } = event.data;
  self.postMessage({ id, tokens: markdownTokens(text, breaks) });
});
