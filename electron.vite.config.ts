import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const mainEntries = ['index', 'serve', 'cli', 'reader', 'writer', 'indexer', 'importer', 'exporter', 'parser'];

export default defineConfig({
  main: {
    build: {
      target: 'node22',
      rolldownOptions: {
        input: Object.fromEntries(
          mainEntries.map((name) => [name, join(root, 'src/main', `${name}.ts`)] as const).filter(([, file]) => existsSync(file)),
        ),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // A sandboxed preload can load CommonJS only, and nothing but `electron` from outside of it.
      externalizeDeps: false,
      rolldownOptions: {
        input: join(root, 'src/preload/index.ts'),
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'src/renderer'),
    plugins: [react()],
    // Workers load grammars on demand, which only modules can.
    worker: { format: 'es' },
    build: {
      outDir: join(root, 'out/renderer'),
      rolldownOptions: { input: join(root, 'src/renderer/index.html') },
      // Inlined files would need `data:` in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  },
});
