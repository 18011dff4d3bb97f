import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { eventually } from '../../../../test/support/eventually.js';
import { describeWith } from '../../../../test/support/optional-suite.js';
import type { PolicyAnswer } from '../../src/lambda.js';
import { AUDIENCE, type KeyPair, makeKeyPair, Pool } from '../support/pool.js';
import { httpApi1Event, httpApi2Event, requestEvent, tokenEvent } from './events.js';
import { type EventOf, moduleDirectory, PUBLISHED_EVENTS } from './published/events.js';
import { LambdaFunction } from './runtime.js';

let directory: string;
let bundle: string;
let key: KeyPair;
let pool: Pool;
let lambda: LambdaFunction;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'authorizer-'));
  bundle = join(directory, 'index.mjs');
  // As `npm run build:authorizer` makes it.
  await build({
    entryPoints: ['packages/verifier/src/lambda/main.ts'],
    outfile: bundle,
    ...{ bundle: true, minify: true, platform: 'node', target: 'node20', format: 'esm' },
  });
  key = await makeKeyPair('one');
  pool = await Pool.start(key);
  lambda = await startFunction(pool);
  // Its fetches have two seconds, which a busy machine may take.
  const token = await pool.token();
  await eventually(
    () => lambda.authorize(tokenEvent(`Bearer ${token}`)),
    ({ status }) => status === 200,
  );
});
afterAll(async () => {
  await lambda.stop();
  pool.stop();
  await rm(directory, { recursive: true });
});

function startFunction({ issuer, broker }: Pool): Promise<LambdaFunction> {
  return LambdaFunction.start(bundle, {
    ...{ ISSUER: issuer, AUDIENCE, BROKER_URL: broker, REQUIRED_SCOPES: 'orders:read' },
    WHEN_REVOCATIONS_STALE: 'deny',
  });
}

it('is one file below 300 KB', async () => {
  expect((await stat(bundle)).size).toBeLessThan(300_000);
});

it('has fetched keys and revocations once its init is over', () => {
  expect([...pool.asked].slice(0, 2).sort()).toEqual(['feed', 'keys']);
});

const CONTEXT = {
  clientId: 'cl_0000000000000000',
  tenantId: 'tn_0000000000000000',
  scopes: 'orders:read orders:write',
  sub: '6f1c2f0e-0000-4000-8000-000000000000',
  expiresAt: expect.stringMatching(/^\d{4}-.+Z$/) as string,
};

/** What every kind of event is answered with. */
function answersRightly(event: EventOf): void {
  it('lets in who has a good token', async () => {
    const { status, answer } = await lambda.authorize(event(`Bearer ${await pool.token()}`));
    expect([status, answer?.['context' as keyof typeof answer]]).toEqual([200, CONTEXT]);
  });

  it.each([[undefined], ['Basic YTpi'], ['Bearer'], ['Bearer nonsense']])(
    'answers 401 to %j',
    async (header) => {
      expect(await lambda.authorize(event(header))).toEqual({ status: 401 });
    },
  );

  it('answers 401 to an expired one', async () => {
    expect(await lambda.authorize(event(`Bearer ${await pool.token({ exp: 1 })}`))).toEqual({ status: 401 });
  });

  it('answers 403 to one that lacks a scope', async () => {
    const token = await pool.token({ 'custom:scopes': 'orders:write' });
    expect((await lambda.authorize(event(`Bearer ${token}`))).status).toBe(403);
  });
}

describe.each([
  ['a REST API by its token', tokenEvent],
  ['a REST API by its request', requestEvent],
  ['an HTTP API, payload 1.0', httpApi1Event],
  ['an HTTP API, payload 2.0', httpApi2Event],
])('the authorizer of %s', (_, event) => {
  answersRightly(event);

  it('answers 500, not 401, during an outage that lasts since its init', async () => {
    const away = await Pool.start(key);
    away.keysAnswer = away.feedAnswer = { status: 503, body: '' };
    const cold = await startFunction(away);
    const judgement = await cold.authorize(event(`Bearer ${await away.token()}`));
    await cold.stop();
    away.stop();

    expect(judgement).toEqual({ status: 500 });
  });
});

const go = spawnSync('go', ['version']).status === 0 ? PUBLISHED_EVENTS : undefined;

describeWith('Go’s module of events that AWS publishes', go, (events) => {
  let directory: string;
  beforeAll(() => {
    directory = moduleDirectory();
  }, 300_000);

  describe.each(events)('the authorizer of %s', (_, eventIn) =>
    answersRightly((authorization) => eventIn(directory)(authorization)),
  );
});

it('gives a REST API a policy for all of the stage, since it is kept for the next route too', async () => {
  const { answer } = await lambda.authorize(tokenEvent(`Bearer ${await pool.token()}`));
  expect(answer).toEqual({
    principalId: 'cl_0000000000000000',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Action: 'execute-api:Invoke',
          Effect: 'Allow',
          Resource: 'arn:aws:execute-api:eu-central-1:123456789012:abcdef123/prod/*',
        },
      ],
    },
    context: CONTEXT,
  });
  const lacking = await pool.token({ 'custom:scopes': '' });
  const denied = (await lambda.authorize(requestEvent(`Bearer ${lacking}`))).answer as PolicyAnswer;
  expect(denied.policyDocument.Statement[0]).toMatchObject({ Effect: 'Deny' });
});

it('refuses a token that was cut off while it was frozen', async () => {
  const token = await pool.token({ sub: 'frozen out' });
  expect((await lambda.authorize(tokenEvent(`Bearer ${token}`))).status).toBe(200);
  lambda.freeze();
  pool.cutOff({ claim: 'sub', value: 'frozen out', exp: 4_102_444_800 });

  expect(await lambda.thaw(60_000, tokenEvent(`Bearer ${token}`))).toEqual({ status: 401 });
});

it.each([
  ['two good ones', (token: string) => [token, token]],
  ['a good and a bad one', (token: string) => [token, 'Bearer nonsense']],
  ['a bad and a good one', (token: string) => ['Bearer nonsense', token]],
])('answers 401 to %s in two headers, of which nobody knows the one that counts', async (_, headers) => {
  const token = `Bearer ${await pool.token()}`;
  expect(await lambda.authorize(requestEvent(...headers(token)))).toEqual({ status: 401 });
});
