import { defineConfig } from '@playwright/test';

// `cargo xtask e2e` starts a server with the demo street and says where both it and the browser are.
const chromium = process.env.XUNAN_CHROMIUM ?? '/usr/bin/chromium';

export default defineConfig({
  testDir: './stories',
  outputDir: './test-results',
  // A story owns its inspector, but the street is one: stories that change it run one after the other.
  workers: 1,
  forbidOnly: true,
  retries: 0,
  reporter: [['list']],
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    baseURL: process.env.XUNAN_URL ?? 'http://localhost:3000',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-device-for-media-stream',
        '--use-fake-ui-for-media-stream',
      ],
    },
  },
  projects: [
    {
      name: 'phone',
      testMatch: /phone\/.*\.spec\.ts/,
      use: { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
    },
    { name: 'desk', testMatch: /desk\/.*\.spec\.ts/, use: { viewport: { width: 1280, height: 800 } } },
  ],
});
