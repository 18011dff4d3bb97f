import { startBroker, type TestBroker } from '../../support/broker.js';
import { bytesOf, type HttpMessage } from '../../support/http-message.js';
import {
  makeOAuthEndpoints,
  type OAuthEndpoint,
  type OAuthEndpointName,
  type OAuthEndpoints,
} from '../../support/oauth-endpoints.js';
import { rawRequest } from '../../support/raw-request.js';
import { type Told, told } from './told.js';

/** A sentence of the contract, a request that shows it, and what is answered: at every endpoint that takes a form. */
export type Row = readonly [
  sentence: string,
  request: (to: OAuthEndpoint) => HttpMessage,
  answer: (to: OAuthEndpoint) => Told,
];

/** Sends the requests of these rows to each endpoint that takes a form. */
export function describeEndpoints(tables: Readonly<Record<string, readonly Row[]>>): void {
  describe.each<OAuthEndpointName>(['token', 'revoke', 'introspect'])('on the wire, /oauth/%s', (name) => {
    let broker: TestBroker;
    let endpoints: OAuthEndpoints;

    beforeAll(async () => {
      broker = await startBroker();
      endpoints = await makeOAuthEndpoints(broker);
    });
    afterAll(() => broker.stop());

    describe.each(Object.keys(tables))('%s:', (title) => {
      it.each(tables[title]!)('%s', async (_, request, answer) => {
        const to = endpoints[name];

        expect(told(await rawRequest(broker.url, bytesOf(request(to))))).toEqual(answer(to));
      });
    });
  });
}
