import type { DevJson } from './dev-json.js';
import type { Places } from './places.js';

/** Where things are, whom to sign in as, and a request for a first token. */
export function banner({ url, docsUrl, managementUrl, operator, demo }: DevJson, places: Places): string {
  return `
The broker is ready.

  API      ${url}
  Portal   ${url}/portal
  Docs     ${docsUrl}
  Metrics  ${managementUrl}/metrics
  Facts    ${places.devJson}
  Mails    ${places.outbox}

Sign in as

  ${operator.email}  ${operator.password}
  ${demo.admin.email.padEnd(operator.email.length)}  ${demo.admin.password}

Get a token for the demo client

  ${tokenRequest(url, demo.credential)}

Ctrl-C stops everything.
`;
}

function tokenRequest(url: string, credential: string): string {
  return `curl -sS ${url}/oauth/token -d grant_type=refresh_token -d refresh_token=${credential}`;
}
