import { defineConfig } from '@playwright/test';
import { ARGS, CHROMIUM } from './cast/chromium';

// `cargo xtask e2e` builds the program and the demo street and says where they and the browser are. Every story that changes anything
// has a street of its own, so two run at a time.
export default defineConfig({
  testDir: './stories',
  testIgnore: process.env.XUNAN_SHOTS ? [] : ['**/shots/**'],
  outputDir: './test-results',
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    trace: process.env.XUNAN_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 10_000,
    launchOptions: {
      executablePath: CHROMIUM,
      args: ARGS,
    },
  },
});
