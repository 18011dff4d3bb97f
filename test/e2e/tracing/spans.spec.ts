import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Api } from '../../support/api.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { emulators } from '../../support/emulators.js';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.js';
import { issue, makePartner } from '../../support/partner.js';

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

/** What a collector of OpenTelemetry hears. */
describe('traces', () => {
  const heard: string[] = [];
  let collector: Server;
  let cognito: FaultProxy;
  let broker: TestBroker;
  const secrets: string[] = [];
  const passedOn: string[] = [];

  beforeAll(async () => {
    collector = createServer((request, response) => {
      void text(request).then((body) => {
        heard.push(body);
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = endpoint;
    cognito = await startFaultProxy(emulators().cognitoLocal);
    broker = await startBroker({
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
      endpoints: { cognito: cognito.endpoint },
    });
    await play();
    await broker.stop();
  });
  afterAll(async () => {
    await cognito.stop();
    collector.close();
  });

  /** Each kind of request, also those that fail. */
  async function play(): Promise<void> {
    const partner = await makePartner(broker);
    const { secret } = await issue(broker, partner.clientId);
    secrets.push(partner.credential, partner.credential.slice(29), secret, partner.clientId);
    const api = new Api(broker.url);
    const parent = { traceparent: `00-${TRACE}-${CALLER}-01` };
    const form = { grant_type: 'refresh_token', refresh_token: partner.credential };
    secrets.push((await api.token(form, parent)).body.access_token);
    await api.get(`/api/v1/clients/${partner.clientId}?secret=${secret}`, { headers: parent });
    cognito.overhear((operation, _asked, _answered, { traceparent }) => {
      if (operation === 'InitiateAuth') passedOn.push(String(traceparent));
    });
    await api.post('/api/v1/auth/login', {
      body: { email: 'no@acme.example', password: 'x' },
      headers: parent,
    });
    cognito.status('*', { status: 500, type: 'InternalErrorException', message: secret });
    const login = { email: 'someone@acme.example', password: secret };
    await api.post('/api/v1/auth/login', { body: login, headers: parent });
  }

  const spans = () =>
    heard.flatMap((body) => {
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] };
      return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    });

  it('are part of the trace that the caller has begun, down to the calls of AWS', () => {
    const ours = spans().filter(({ traceId }) => traceId === TRACE);
    const token = ours.find(({ name }) => name === 'POST /oauth/token');
    expect(token?.parentSpanId).toBe(CALLER);
    const names = ours.map(({ name }) => name);
    expect(names).toContain('GET /api/v1/clients/:clientId');
    const below = ours.filter(({ parentSpanId }) => parentSpanId === token?.spanId);
    expect(below.map(({ name }) => name)).toContain('DynamoDB.BatchGetItem');
    expect(names).toContain('Cognito.InitiateAuth');
    expect(spans().every(({ name }) => name !== 'request')).toBe(true);
  });

  it('are passed on to what is called', () => {
    expect(passedOn).toEqual([expect.stringMatching(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`))]);
    expect(passedOn[0]).not.toContain(CALLER);
  });

  it('hold no secret, and nothing that was sent', () => {
    const all = heard.join('\n');
    expect(all).toContain('"b2b-auth-broker"');
    expect(all).toContain('InternalErrorException');
    for (const secret of [...secrets, 'someone@acme.example']) expect(all).not.toContain(secret);
  });
});
