// A line between phone and server on which everything goes wrong that goes wrong on real ones. The phone's side is kept open, so that
// the browser's own re-send on a line that died happens for real.

import { createHash } from 'node:crypto';
import { Agent, type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Street } from './street';

/** What befalls a request. */
export type Fault =
  /** The server does what it is asked; its answer never comes, and the line dies. */
  | { kind: 'answer_lost' }
  /** The line dies after so many bytes of the request's body. */
  | { kind: 'cut'; bytes: number }
  /** Somebody else answers: a portal's page, with 200. */
  | { kind: 'portal' }
  /** A proxy says that the server is not there. */
  | { kind: 'bad_gateway' }
  /** Half of the answer's body, and then nothing. */
  | { kind: 'truncated' }
  /** Nobody ever answers. */
  | { kind: 'silence' };

interface Rule {
  fault: Fault;
  /** Which requests, by method and path. */
  of: RegExp;
  /** How many of them; for ever without. */
  left: number;
}

/** A request that came by. */
export interface Passed {
  /** `PUT /api/v1/commands/…` */
  call: string;
  /** Of what came of its body. */
  sha256: string;
  offset: string | undefined;
  fault: Fault['kind'] | undefined;
}

export class FaultProxy {
  readonly passed: Passed[] = [];
  private rules: Rule[] = [];
  private readonly agent = new Agent({ keepAlive: true });

  private constructor(private readonly street: Street, private readonly server: Server) {}

  static async before(street: Street): Promise<FaultProxy> {
    const server = createServer();
    server.keepAliveTimeout = 60_000;
    const proxy = new FaultProxy(street, server);
    server.on('request', (from, to) => void proxy.pass(from, to));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From now on this happens to such requests, so many times. */
  befall(of: RegExp, fault: Fault, times = Infinity) {
    this.rules.push({ of, fault, left: times });
  }

  /** From now on all is well. */
  heal() {
    this.rules = [];
  }

  /** How often each fault has befallen a request. */
  count(kind: Fault['kind']): number {
    return this.passed.filter((passed) => passed.fault === kind).length;
  }

  async end() {
    this.agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private faultOf(call: string): Fault | undefined {
    const rule = this.rules.find((rule) => rule.left > 0 && rule.of.test(call));
    if (rule) rule.left -= 1;
    return rule?.fault;
  }

  private async pass(from: IncomingMessage, to: ServerResponse) {
    const call = `${from.method} ${from.url}`;
    const { socket } = from;
    const fault = this.faultOf(call);
    const body = await read(from, fault?.kind === 'cut' ? fault.bytes : Infinity);
    const sha256 = createHash('sha256').update(body).digest('hex');
    this.passed.push({ call, sha256, offset: from.headers['upload-offset'] as string | undefined, fault: fault?.kind });
    switch (fault?.kind) {
      case 'silence':
        return;
      case 'portal':
        to.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Wi-Fi</title>请先登录这个 Wi-Fi');
        return;
      case 'bad_gateway':
        to.writeHead(502, { 'content-type': 'text/html' }).end('<html>502 Bad Gateway');
        return;
      default:
        this.forward(from, socket, body, to, fault);
    }
  }

  private forward(from: IncomingMessage, socket: Socket, body: Buffer, to: ServerResponse, fault: Fault | undefined) {
    const { port } = new URL(this.street.url);
    const options = { host: '127.0.0.1', port, method: from.method, path: from.url, headers: from.headers, agent: this.agent };
    const onward = request(options, (answer) => {
      if (fault?.kind === 'answer_lost') {
        answer.resume().on('end', () => socket.destroy());
      } else if (fault?.kind === 'truncated') {
        void read(answer, Infinity).then((all) => {
          to.writeHead(answer.statusCode!, answer.headers);
          to.write(all.subarray(0, all.length / 2));
          socket.destroy();
        });
      } else {
        to.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(to);
      }
    });
    // The server is away: so is the line.
    onward.on('error', () => socket.destroy());
    if (fault?.kind === 'cut') {
      // What has come goes on, and then both lines die.
      onward.write(body, () => setImmediate(() => [onward, socket].forEach((line) => line.destroy())));
    } else {
      onward.end(body);
    }
  }
}

/** The body, or its first bytes. */
async function read(from: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of from) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}
