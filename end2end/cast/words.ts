// The words of the app by their keys, read from the files that the app itself is built of: a story never spells a label.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Locale = 'zh-CN' | 'en';
export type Arguments = Record<string, string | number>;

const tables: Record<Locale, Map<string, string>> = { 'zh-CN': read('zh-CN'), en: read('en') };
let spoken: Locale = 'zh-CN';

/** From now on `word` gives the words of this language. Every story begins in Chinese. */
export function speak(locale: Locale) {
  spoken = locale;
}

/** The language that is spoken now. */
export function language(): Locale {
  return spoken;
}

/** The sentence of a key, with its arguments filled in. */
export function word(key: string, args: Arguments = {}): string {
  return fill(sentence(key), (name) => {
    if (!(name in args)) throw new Error(`${key} wants {${name}}; see pattern()`);
    return String(args[name]);
  }, args);
}

/** The sentence of a key as an expression; arguments that are not given stand for anything. */
export function pattern(key: string, args: Arguments = {}): RegExp {
  const holes = escape(sentence(key)).replace(/\\\{([^}|]+?)(?:\\\|([^}]*?)\\\|([^}]*?))?\\\}/g, (_, name, one, other) => {
    if (one !== undefined) return `(?:${one}|${other})`;
    return name in args ? escape(String(args[name])) : '.+?';
  });
  return new RegExp(`^\\s*${holes}\\s*$`);
}

/** The same, as a part of something longer. */
export function inside(key: string, args: Arguments = {}): RegExp {
  const whole = pattern(key, args).source;
  return new RegExp(whole.slice('^\\s*'.length, -'\\s*$'.length));
}

export function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function sentence(key: string): string {
  const found = tables[spoken].get(key);
  if (found === undefined) throw new Error(`no word ${key} in ${spoken}`);
  return found;
}

function fill(text: string, of: (name: string) => string, args: Arguments): string {
  return text.replace(/\{([^}|]+)(?:\|([^}|]*)\|([^}]*))?\}/g, (_, name, one, other) => {
    if (one === undefined) return of(name);
    return Number(args[name]) === 1 ? one : other;
  });
}

/** The word files use tables, keys and one-line strings, nothing else of TOML. */
function read(locale: Locale): Map<string, string> {
  const path = fileURLToPath(new URL(`../../app/ui/locales/${locale}.toml`, import.meta.url));
  const words = new Map<string, string>();
  let table = '';
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const heading = /^\[(.+)\]\s*$/.exec(line);
    const pair = /^([A-Za-z0-9_]+)\s*=\s*(".*")\s*$/.exec(line);
    if (heading) table = `${heading[1]}.`;
    if (pair) words.set(table + pair[1], JSON.parse(pair[2]));
  }
  return words;
}
