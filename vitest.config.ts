import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'src/**/*.test.ts',
      'src/**/*.test.tsx',
      'scripts/**/*.test.ts',
      'bench/**/*.test.ts',
      'e2e/**/*.test.ts',
      'docs/**/*.test.ts',
    ],
    env: {
      // Nothing looks into the home of whoever runs the tests.
      POLYLOGUE_HOME: join(import.meta.dirname, 'out/no-home'),
      // Threads and processes that tests start from sources find them stripped of types and compiled: they start in a third of the time.
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'out/compile-cache'),
    },
    pool: 'forks',
    // Threads started from TypeScript sources strip types in WebAssembly; V8 of Node 24 can crash (WasmCode::DecrementRefCount) when it tiers
    // up that code's wrappers while another thread ends. Seen in one of two runs of e2e/samples, never with the tier-up out of reach.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
