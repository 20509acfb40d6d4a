// A street of its own: a data folder, copied or empty, and the server on it, which can be stopped and started again.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { cp, link, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const START_MAX_MS = 20_000;
const STOP_MAX_MS = 10_000;
const PORTS = { from: 3500, to: 3999 };
/** What the Fetch standard blocks of these (“port blocking”): neither Node nor Chromium asks anything of such a port. */
const BLOCKED_PORTS = [3659];

export class Street {
  private server: ChildProcess | null = null;
  /** The front end that it serves, from its next start on. */
  site = needed('XUNAN_SITE');

  private constructor(readonly folder: string, readonly port: number) {}

  /** The demo street as the template has it. */
  static async ofTheDemo(): Promise<Street> {
    const street = await Street.empty();
    await copy(template(), street.data);
    return street;
  }

  /** A street where nothing happened yet. */
  static async empty(): Promise<Street> {
    const folder = await mkdtemp(join(tmpdir(), 'xunan-story-'));
    await mkdir(join(folder, 'data'));
    return new Street(folder, await freePort());
  }

  get data(): string {
    return join(this.folder, 'data');
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get log(): string {
    return join(this.folder, 'server.log');
  }

  /** Serves; comes back when it is ready. */
  async start() {
    const log = openSync(this.log, 'a');
    const args = ['serve', '--data', this.data, '--site', this.site, '--addr', `127.0.0.1:${this.port}`];
    const server = spawn(needed('XUNAN_BIN'), args, { stdio: ['ignore', log, log] });
    this.server = server;
    const begun = Date.now();
    while (!(await isReady(this.url))) {
      if (server.exitCode !== null || Date.now() - begun > START_MAX_MS) {
        throw new Error(`the server did not start:\n${await readFile(this.log, 'utf8')}`);
      }
      await pause(20);
    }
  }

  /** Stops it as an operator would, and waits until it has gone. */
  async stop() {
    const server = this.server;
    this.server = null;
    if (!server || server.exitCode !== null) return;
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    const late = setTimeout(() => server.kill('SIGKILL'), STOP_MAX_MS);
    await gone;
    clearTimeout(late);
  }

  /** The command line on this street's data; gives standard output, whatever the exit. */
  async run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    try {
      const { stdout, stderr } = await promisify(execFile)(needed('XUNAN_BIN'), [...args, '--data', this.data], { maxBuffer: 1 << 26 });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout ?? '', err: stderr ?? String(error) };
    }
  }

  /** Ends it and takes its folder away. */
  async end() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The demo street's folder, made once for all stories. */
export function template(): string {
  return needed('XUNAN_TEMPLATE');
}

function needed(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the stories by \`cargo xtask e2e\``);
  return value;
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Photos never change, so they are linked; the database is copied. */
async function copy(from: string, to: string) {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copy(source, target);
    else if (/^[0-9a-f]{64}$/.test(entry.name)) await link(source, target).catch(() => cp(source, target));
    else await cp(source, target);
  }
}

async function freePort(): Promise<number> {
  const count = PORTS.to - PORTS.from + 1;
  const first = Math.floor(Math.random() * count);
  for (let step = 0; step < count; step += 1) {
    const port = PORTS.from + ((first + step) % count);
    if (!BLOCKED_PORTS.includes(port) && (await isFree(port))) return port;
  }
  throw new Error(`no free port between ${PORTS.from} and ${PORTS.to}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
