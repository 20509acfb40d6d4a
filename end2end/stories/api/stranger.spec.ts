// A client that was written from the served document alone gets its visit in.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Api } from '../../cast/api';
import { chen } from '../../cast/people';
import { expect, test } from '../../cast/story';

const STRANGER = fileURLToPath(new URL('../../api/stranger.mjs', import.meta.url));

test('a stranger signs in, hands in a visit with a picture, repeats it and hears of it', async ({ street }) => {
  const { stdout } = await promisify(execFile)('node', [STRANGER, street.url, chen.login, chen.password]);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({ outcome: 'receipt', repeated: 'the same bytes', heard: 1, state: 'submitted', missing: 0 });
  const mine = await (await Api.signIn(street.url, chen)).visits(told.premises);
  expect(mine.filter((row) => row.id === told.inspection)).toHaveLength(1);
});
