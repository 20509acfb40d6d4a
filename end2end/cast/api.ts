// The server asked directly, to know what really arrived.

import type { Person } from './people';

// Rows as the feed gives them; only what stories look at.
export interface Row {
  row: string;
  [field: string]: any;
}

const PROTOCOL = { 'x-xunan-protocol': '1' };

export class Api {
  private constructor(private readonly url: string, private readonly cookie: string) {}

  static async signIn(url: string, person: Person): Promise<Api> {
    const answer = await fetch(`${url}/api/v1/session`, {
      method: 'POST',
      headers: { ...PROTOCOL, 'content-type': 'application/json' },
      body: JSON.stringify({ login: person.login, password: person.password }),
    });
    if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    return new Api(url, answer.headers.getSetCookie()[0].split(';')[0]);
  }

  async get(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { ...PROTOCOL, cookie: this.cookie } });
  }

  /** The present state in the person's scope. */
  async rows(row: string): Promise<Row[]> {
    const rows: Row[] = [];
    let cursor = '';
    for (;;) {
      const page = await (await this.get(`/api/v1/feed${cursor}`)).json();
      rows.push(...page.rows.filter((found: Row) => found.row === row));
      if (!page.more) return rows;
      cursor = `?cursor=${Buffer.from(JSON.stringify(page.cursor)).toString('base64url')}`;
    }
  }

  /** Own visits of these premises. */
  async visits(premises: string): Promise<Row[]> {
    return (await this.rows('inspection')).filter((row) => row.premises === premises);
  }

  /** Open hazards of these premises, and those closed lately. */
  async hazards(premises: string): Promise<Row[]> {
    return (await this.rows('hazard')).filter((row) => row.premises === premises);
  }
}

/** The first letters of a name's pinyin, as a person types them: 兴旺旅馆 is xwlg. */
export function initials(row: Row, count = 4): string {
  return row.pinyin.split(' ').slice(0, count).map((reading: string) => reading[0]).join('');
}
