import { registerHooks } from 'node:module';

// `node --import register.ts out/main/index.js`: the built main bundle finds the stand-in where it asks for Electron.
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: new URL('./main.ts', import.meta.url).href, shortCircuit: true } : next(specifier, context),
});
