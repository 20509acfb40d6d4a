// Another build of the front end, as a deployment brings it: other bytes of the shell and the worker, and another name.

import { createHash } from 'node:crypto';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Described {
  url: string;
  file: string;
  sha256: string;
  brotli: number | null;
  gzip: number | null;
}

/** The build's name. */
export async function buildOf(site: string): Promise<string> {
  return JSON.parse(await readFile(join(site, 'site.json'), 'utf8')).build;
}

/** Writes the build that follows this one into a folder. */
export async function nextBuild(site: string, into: string): Promise<string> {
  await cp(site, into, { recursive: true });
  const json = JSON.parse(await readFile(join(site, 'site.json'), 'utf8'));
  const [old, next]: [string, string] = [json.build, json.build.replace(/^./, (first: string) => (first === 'f' ? '0' : 'f'))];
  const shell = await readFile(join(site, 'field.html'), 'utf8');
  const newShell = shell.replaceAll(old, next);
  const worker = (await readFile(join(site, 'sw.js'), 'utf8')).replaceAll(old, next).replaceAll(integrity(shell), integrity(newShell));
  for (const [file, text] of [['field.html', newShell], ['sw.js', worker]] as const) {
    await writeFile(join(into, file), text);
    for (const form of ['.br', '.gz']) await rm(join(into, file + form), { force: true });
    const described: Described = json.assets.find((asset: Described) => asset.file === file);
    Object.assign(described, { sha256: createHash('sha256').update(text).digest('hex'), brotli: null, gzip: null });
  }
  json.build = next;
  await writeFile(join(into, 'site.json'), JSON.stringify(json));
  return next;
}

function integrity(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
