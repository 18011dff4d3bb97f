import fc from 'fast-check';
import { Api, type TokenAnswer } from '../../support/api.js';
import { assertOAuthAnswer, withoutRequestId } from '../../support/assert-oauth-answer.js';
import { startBroker, type TestBroker } from '../../support/broker.js';
import { eventually } from '../../support/eventually.js';
import { withAnotherSecret } from '../../support/forged-credential.js';
import { makeOAuthEndpoints, type OAuthEndpoints } from '../../support/oauth-endpoints.js';
import type { RawAnswer } from '../../support/raw-request.js';
import { WireClient } from '../../support/wire-client.js';
import { CANARY, type FuzzRequest, roughRequest, validRequest, wholeRequest } from './requests.js';

const RUNS = Number(process.env.FUZZ_RUNS ?? 2_000);
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
/** Sent at the same time. */
const BATCH = { valid: 4, whole: 8, rough: 4 };
const BATCH_SIZE = 16;
/** A whole campaign, and the search for the smallest batch that breaks it. */
const PATIENCE = 60_000 + RUNS * 20;

describe('the OAuth endpoints, sent anything', () => {
  let broker: TestBroker;
  let endpoints: OAuthEndpoints;
  let client: WireClient;

  beforeAll(async () => {
    broker = await startBroker({ env: { RATE_LIMITS: 'off' } });
    // What was sent whole is answered although we have ended our side of the connection.
    Object.assign(broker.app.getHttpServer(), { httpAllowHalfOpen: true });
    endpoints = withCredentials(await makeOAuthEndpoints(broker));
    client = new WireClient(broker.url);
  });
  afterAll(() => broker.stop());

  const openConnections = () =>
    new Promise<number>((resolve, reject) =>
      broker.app.getHttpServer().getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );

  async function answersTo({ kind, wire, isHead }: FuzzRequest): Promise<RawAnswer[]> {
    const bytes = Buffer.from(wire, 'latin1');
    if (kind === 'rough') return client.push(bytes);
    if (kind !== 'abandoned') return [await client.ask(bytes, { isHead })];
    await client.leave(bytes);
    return [];
  }

  function assertGood(request: FuzzRequest, answers: readonly RawAnswer[]): void {
    if (request.kind !== 'abandoned' && /\S/.test(request.wire)) expect(answers).not.toHaveLength(0);
    for (const answer of answers) {
      assertOAuthAnswer(answer, request);
      expect(withoutRequestId(answer).toLowerCase()).not.toContain(CANARY);
      if (request.kind === 'valid') expect(answer).toMatchObject({ status: 200, body: HAS_TOKEN });
    }
  }

  it(
    'answers rightly, repeats nothing, and stays well',
    async () => {
      process.stderr.write(`fuzzing with FUZZ_RUNS=${RUNS} FUZZ_SEED=${SEED}\n`);
      const before = await openConnections();
      const seen = new Map<string, number>();
      const batch = fc.tuple(
        fc.array(validRequest(endpoints.token), { minLength: BATCH.valid, maxLength: BATCH.valid }),
        fc.array(wholeRequest(endpoints), { minLength: BATCH.whole, maxLength: BATCH.whole }),
        fc.array(roughRequest(endpoints), { minLength: BATCH.rough, maxLength: BATCH.rough }),
      );

      await fc.assert(
        fc.asyncProperty(batch, async (requests) => {
          const all = requests.flat();
          const answers = await Promise.all(all.map(answersTo));
          for (const [index, request] of all.entries()) {
            count(seen, request.kind, answers[index]!);
            naming(request, () => assertGood(request, answers[index]!));
          }
        }),
        { seed: SEED, numRuns: Math.ceil(RUNS / BATCH_SIZE) },
      );

      client.close();
      process.stderr.write(
        `${[...seen]
          .sort()
          .map((entry) => entry.join(': '))
          .join('\n')}\n`,
      );
      expect(seen.get('valid 200')).toBeGreaterThanOrEqual(RUNS / 5);
      expect(await eventually(openConnections, (open) => open <= before)).toBeLessThanOrEqual(before);
      await assertWell();
    },
    PATIENCE,
  );

  async function assertWell(): Promise<void> {
    const api = new Api(broker.url);
    const { status, body } = await api.oauth<TokenAnswer>('/oauth/token', endpoints.token.form);

    expect([status, typeof body.access_token]).toEqual([200, 'string']);
    expect((await api.get('/health/ready')).status).toBe(200);
  }
});

/** Asks for what has to be looked up: to end a credential with another secret, to tell of one that works. */
function withCredentials({ token, revoke, introspect }: OAuthEndpoints): OAuthEndpoints {
  const wrong = `token=${withAnotherSecret(token.credential)}`;
  const asking = (form: string) => form.replace('none-of-ours', token.credential);
  return {
    token,
    revoke: { ...revoke, form: wrong, bare: wrong },
    introspect: { ...introspect, form: asking(introspect.form), bare: asking(introspect.bare) },
  };
}

const HAS_TOKEN = expect.stringMatching(/^\{"access_token":"[\w.-]+","token_type":"Bearer",/) as string;

function count(seen: Map<string, number>, kind: string, answers: readonly RawAnswer[]): void {
  const outcomes = answers.length === 0 ? ['unanswered'] : answers.map(({ status }) => status);
  for (const outcome of outcomes) {
    const key = `${kind} ${outcome}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
  }
}

/** Says which request of the batch it was. */
function naming(request: FuzzRequest, check: () => void): void {
  try {
    check();
  } catch (cause) {
    throw new Error(`the answer to ${JSON.stringify(request)}`, { cause });
  }
}
