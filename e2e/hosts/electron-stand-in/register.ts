import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

// `node --import register.ts out/main/index.js`: the built main bundle finds the stand-in where it asks for Electron.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: new URL('./main.ts', import.meta.url).href, shortCircuit: true } : next(specifier, context),
});
// The program's threads are given the same import; the orders are for the program.
if (isMainThread) await import('./orders.ts');
