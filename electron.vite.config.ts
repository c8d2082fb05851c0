import { existsSync } from 'node:fs';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';

const root = import.meta.dirname;
const mainEntries = ['index', 'serve', 'cli', 'reader', 'writer', 'indexer', 'finder', 'importer', 'exporter', 'parser'];

/** Every browser that runs the window reads WOFF 2: the two older copies of each typeface of formulas are left out. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform: {
    filter: { id: /katex.*\.css$/ },
    handler: (code) => ({ code: code.replaceAll(/,url\([^)]+\.(?:woff|ttf)\) format\("\w+"\)/g, ''), map: null }),
  },
};

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
    plugins: [react(), onlyWoff2],
    // Workers load grammars on demand, which only modules can.
    worker: { format: 'es' },
    build: {
      outDir: join(root, 'out/renderer'),
      rolldownOptions: { input: join(root, 'src/renderer/index.html') },
      // Inlined files would need `data:` in the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // electron-vite leaves it off. Source maps would double what is installed, and the sources are public.
      minify: true,
      // The window itself is 1.1 MB; grammars and formulas come when they are needed, the largest grammar (C++) 0.8 MB.
      chunkSizeWarningLimit: 1200,
    },
  },
});
