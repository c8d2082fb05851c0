import { defineConfig } from '@playwright/test';
import { findBrowser } from './e2e/browser.ts';
import type { Kind } from './e2e/test.ts';

const { name, args, ...browser } = await findBrowser();
if (process.env['TEST_WORKER_INDEX'] === undefined) console.log(`end to end in ${name}`);

export default defineConfig<{ kind: Kind }>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'out/e2e',
  // Every test starts a host of its own, so they may run beside each other.
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000, toHaveScreenshot: { animations: 'disabled', caret: 'hide' } },
  forbidOnly: true,
  snapshotPathTemplate: 'e2e/baselines/{arg}{ext}',
  reporter: [['line']],
  // Every spec runs on the web host; the main journeys and the host's own run on the desktop too.
  projects: [
    { name: 'web', testIgnore: '**/*.desktop.spec.ts', use: { kind: 'web' } },
    { name: 'desktop', testMatch: /(?:journey|import|found|keyboard|\.desktop)\.spec\.ts$/, use: { kind: 'desktop' } },
  ],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    trace: 'retain-on-failure',
    launchOptions: { ...browser, args: [...args] },
  },
});
