import { markdownTokens } from './markdown-tokens.ts';

// Entry of the worker that parses long texts beside the window's thread.
self.addEventListener('message', (event: MessageEvent<{ id: number; text: string }>) => {
  const { id, text } = event.data;
  self.postMessage({ id, tokens: markdownTokens(text) });
});
