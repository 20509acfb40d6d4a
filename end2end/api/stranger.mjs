// A client written from /api/v1/openapi.json and nothing else: it signs in, hands in a visit with a picture, sends the same bytes
// again, and hears of its visit in the feed. It shares no line with the phone or the stories.
//
//   node stranger.mjs http://localhost:3000 LOGIN PASSWORD

import { createHash, randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';

const [base, login, password] = process.argv.slice(2);
if (!password) {
  console.error('usage: node stranger.mjs URL LOGIN PASSWORD');
  process.exit(2);
}

const document = await (await fetch(`${base}/api/v1/openapi.json`)).json();
for (const path of ['/api/v1/session', '/api/v1/feed', '/api/v1/commands/{id}', '/api/v1/blobs/{sha256}', '/api/v1/hello']) {
  if (!document.paths[path]) throw new Error(`the document does not know ${path}`);
}

const PROTOCOL = { 'x-xunan-protocol': '1' };
let cookie = '';

async function call(method, path, body, type = 'application/json') {
  const headers = { ...PROTOCOL, ...(cookie && { cookie }), ...(body && { 'content-type': type }) };
  const answer = await fetch(`${base}/api/v1/${path}`, { method, headers, body });
  if (!answer.headers.get('x-xunan-protocol')) throw new Error(`${path}: somebody else answered`);
  return answer;
}

async function json(answer) {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A UUIDv7: 48 bits of milliseconds, then chance. */
function id() {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const micros = () => Date.now() * 1000;
const day = (ahead = 0) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + ahead * 86_400_000);

// Who.
const device = id();
const entered = await call('POST', 'session', JSON.stringify({ login, password, device }));
const { user } = await json(entered);
cookie = entered.headers.getSetCookie()[0].split(';')[0];
const hello = await json(await call('GET', 'hello'));
if (hello.user !== user.id) throw new Error('the session is not ours');

// What there is.
const rows = [];
let cursor;
async function pull() {
  const fresh = [];
  for (;;) {
    const query = cursor ? `?cursor=${Buffer.from(JSON.stringify(cursor)).toString('base64url')}` : '';
    const page = await json(await call('GET', `feed${query}`));
    fresh.push(...page.rows);
    cursor = page.cursor;
    if (!page.more) return fresh;
  }
}
rows.push(...(await pull()));
const premises = rows.find((row) => row.row === 'premises' && row.kind === 'small-shop');
const list = rows.find((row) => row.row === 'checklist' && row.checklist.applies_to.includes('small-shop') && row.checklist.domain === 'fire');

// The visit: everything good, but the first item that is judged and needs no more than a promise.
const blobs = new Map();
function blob(bytes) {
  const name = sha256(bytes);
  blobs.set(name, bytes);
  return { sha256: name, size_bytes: bytes.length };
}

/** A PNG of one colour, each with other bytes. */
function picture() {
  const [width, height] = [320, 240];
  const colour = randomBytes(3);
  const line = Buffer.concat([Buffer.from([0]), ...Array(width).fill(colour)]);
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc(body), body.length + 4);
    return frame;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const data = deflateSync(Buffer.concat(Array(height).fill(line)));
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

const photos = [];
function photo(at) {
  const taken = { ...blob(picture()), media_type: 'image/png', taken_at: micros(), position: { without: 'unavailable' }, of: 'item', at };
  photos.push(taken);
  return taken.sha256;
}

const answers = new Map();
const findings = [];
const isAsked = (condition) => {
  if (!condition) return true;
  if (condition.all) return condition.all.every(isAsked);
  if (condition.any) return condition.any.some(isAsked);
  const before = answers.get(condition.item);
  if (before === undefined) return false;
  if (condition.is !== undefined) return before.yes_no !== undefined ? before.yes_no === (condition.is === 'yes') : before.choice === condition.is;
  if (condition.gt !== undefined) return Number(before.number) > Number(condition.gt);
  return Number(before.number) < Number(condition.lt);
};

function good(item) {
  const kind = item.answer;
  if (kind === 'check') return 'pass';
  if (kind === 'yes_no') return { yes_no: false };
  if (kind === 'photo') return 'photo';
  if (kind === 'text') return { text: '无' };
  if (kind.number) return { number: String(kind.number.pass?.min ?? kind.number.pass?.max ?? '1') };
  if (kind.choice) return { choice: kind.choice.options.find((option) => !option.fails).id };
  if (kind.date) return { date: kind.date.pass === 'not_before_today' ? day(90) : day() };
  throw new Error(`no answer for ${JSON.stringify(kind)}`);
}

for (const item of list.checklist.sections.flatMap((section) => section.items)) {
  if (!isAsked(item.show_if)) continue;
  const at = { list: list.checklist.id, item: item.id };
  const fails = findings.length === 0 && item.answer === 'check' && item.demand?.severity === 'general' && item.demand.deadline_days > 0;
  answers.set(item.id, fails ? 'fail' : good(item));
  if (fails) {
    const disposition = { kind: 'order', due_on: day(item.demand.deadline_days) };
    const { violation, rectify: demand, severity } = item.demand;
    findings.push({ id: id(), at, violation, spot: '门口', demand, severity, disposition, photos: [photo(at)] });
  } else if (item.answer === 'photo' || item.photo === 'always') {
    photo(at);
  }
}

const now = micros();
const inspection = {
  id: id(),
  revision: 1,
  provisional_number: `${device.slice(-4).toUpperCase()}-1`,
  nature: 'patrol',
  kind: 'routine',
  premises: premises.id,
  snapshot: {
    name: premises.name,
    kind: premises.kind,
    address: premises.address,
    community: premises.community,
    ...(premises.grid && { grid: premises.grid }),
  },
  inspectors: [user.id],
  access: 'entered',
  started_at: now - 1_200_000_000,
  finished_at: now,
  position: { without: 'unavailable' },
  checklists: [{ id: list.checklist.id, sha256: list.sha256, version: list.checklist.version }],
  answers: [...answers].map(([item, answer]) => ({ list: list.checklist.id, item, answer, dwell_ms: 4000 })),
  findings,
  photos,
  counterpart: { kind: 'unsigned', why: 'refused', note: '店主说没有时间' },
  signatures: [{ name: user.name, ...blob(picture()), at: now }],
  device,
  server_seen_at: hello.now,
};
const command = {
  id: id(),
  by: user.id,
  role: user.grants[0].role,
  place: premises.community,
  at: now,
  what: { kind: 'submit_inspection', inspection },
};

// Handing in, twice.
const sealed = Buffer.from(JSON.stringify(command));
const first = await call('PUT', `commands/${command.id}`, sealed);
const answer = Buffer.from(await first.arrayBuffer());
const outcome = JSON.parse(answer);
if (first.status !== 201 || outcome.sha256 !== sha256(sealed)) throw new Error(`not taken: ${answer}`);
const second = await call('PUT', `commands/${command.id}`, sealed);
const again = Buffer.from(await second.arrayBuffer());
for (const [name, bytes] of blobs) {
  const put = await call('PUT', `blobs/${name}`, bytes, 'image/png');
  if (put.status !== 201) throw new Error(`a picture was not taken: ${put.status}`);
}

// Hearing of it.
const heard = (await pull()).filter((row) => row.row === 'inspection' && row.id === inspection.id);
console.log(JSON.stringify({
  outcome: outcome.outcome,
  quarantine: outcome.quarantine ?? [],
  repeated: again.equals(answer) && second.status === first.status ? 'the same bytes' : 'other bytes',
  heard: heard.length,
  state: heard[0]?.state,
  number: heard[0]?.number,
  missing: heard[0]?.missing?.length ?? 0,
  premises: premises.id,
  inspection: inspection.id,
}));
