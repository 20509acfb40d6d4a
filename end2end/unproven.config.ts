import base from './playwright.config';
export default { ...base, testDir: './unproven', outputDir: '/tmp/e2e/results' };
