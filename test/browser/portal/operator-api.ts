import assert from 'node:assert/strict';
import type { DevJson } from '../../../dev/stack/dev-json.js';

/** Sends a request to the portal API. @throws AssertionError when it is refused */
export type Ask = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

/** The operator, at work elsewhere than in the browser. */
export async function operatorApi({ url, operator }: DevJson): Promise<Ask> {
  const credentials = { email: operator.email, password: operator.password };
  const anybody = askingAs(url, {});
  const { accessToken } = await anybody<{ accessToken: string }>('POST', '/auth/login', credentials);
  return askingAs(url, { authorization: `Bearer ${accessToken}` });
}

function askingAs(url: string, identity: Record<string, string>): Ask {
  return async <Answer>(method: string, path: string, body?: object) => {
    const headers = { ...identity, ...(body && { 'content-type': 'application/json' }) };
    const sent = body && JSON.stringify(body);
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: sent });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path} is answered ${answer.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  };
}
