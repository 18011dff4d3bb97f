import { createVerifier } from '../src/create-verifier.js';
import type { RevocationsUnavailable, Unavailable } from '../src/errors.js';
import type { VerifierOptions } from '../src/options.js';
import type { Verifier } from '../src/verifier.js';
import { AUDIENCE, type CutOff, type KeyPair, makeKeyPair, Pool } from './support/pool.js';
import { StoppedClock } from './support/stopped-clock.js';
import { outcomeOf, verifierOf } from './support/verifiers.js';

const AWAY = { status: 503, body: '' };
/** Milliseconds after which a verifier that was not awake asks the feed before it answers. */
const LONG_ASLEEP = 7_000;
const MINUTE = 60_000;
/** The feed is asked when a token is, and its time has come by the clock that stands still: never by itself. */
const NEVER = 24 * 60 * MINUTE;

let key: KeyPair;
let pool: Pool;
let clock: StoppedClock;
let reported: Unavailable[];
let verifier: Verifier;

beforeAll(async () => {
  key = await makeKeyPair('one');
});
beforeEach(async () => {
  pool = await Pool.start(key);
  clock = new StoppedClock();
  reported = [];
});
afterEach(() => {
  verifier.close();
  pool.stop();
});

function follow(options: Partial<VerifierOptions> = {}): void {
  const report = (problem: Unavailable) => reported.push(problem);
  const all = { broker: pool.broker, report, clockTolerance: 3600, ...options };
  verifier = verifierOf(pool, all, clock.now, NEVER);
}
const outcome = async (claims: object = {}) => outcomeOf(verifier.verify(await pool.token(claims)));
const cutOff = (claim: string, value: string, iatUpTo?: number): CutOff => ({
  claim,
  value,
  ...(iatUpTo !== undefined && { iatUpTo }),
  exp: 4_102_444_800,
});

describe('a token is cut off', () => {
  it.each(['origin_jti', 'jti', 'sub', 'custom:tenant_id', 'custom:claim_of_tomorrow'])(
    'by its %s',
    async (claim) => {
      pool.cutOff(cutOff('sub', 'another'), cutOff(claim, 'meant'));
      follow();

      expect(await outcome({ [claim]: 'meant' })).toBe('token_revoked');
      expect(await outcome({ [claim]: 'other' })).toBe('accepted');
    },
  );

  it('up to the second that is named, and no later one', async () => {
    const iat = Math.floor(clock.at / 1_000);
    pool.cutOff(
      cutOff('sub', 'meant', iat - 60),
      cutOff('sub', 'meant', iat),
      cutOff('sub', 'meant', iat - 30),
    );
    follow();

    expect(await outcome({ sub: 'meant', iat: iat - 1 })).toBe('token_revoked');
    expect(await outcome({ sub: 'meant', iat })).toBe('token_revoked');
    expect(await outcome({ sub: 'meant', iat: iat + 1 })).toBe('accepted');
  });

  it('although it was remembered as good', async () => {
    follow();
    const token = await pool.token({ sub: 'meant' });
    await verifier.verify(token);
    pool.cutOff(cutOff('sub', 'meant'));
    clock.pass(LONG_ASLEEP);

    expect(await outcomeOf(verifier.verify(token))).toBe('token_revoked');
  });

  it('no more when the next answer does not name it', async () => {
    pool.cutOff(cutOff('sub', 'meant'));
    follow();
    expect(await outcome({ sub: 'meant' })).toBe('token_revoked');
    pool.cutOff();
    clock.pass(LONG_ASLEEP);

    expect(await outcome({ sub: 'meant' })).toBe('accepted');
  });

  it('within seconds, without anybody asking', async () => {
    verifier = createVerifier({ issuer: pool.issuer, audience: AUDIENCE, broker: pool.broker });
    const token = await pool.token({ sub: 'meant' });
    await verifier.verify(token);
    pool.cutOff(cutOff('sub', 'meant'));
    await pool.untilAsked('feed?');
    await pool.untilAsked('feed?');

    expect(await outcomeOf(verifier.verify(token))).toBe('token_revoked');
  });
});

describe('the feed', () => {
  it('is asked with the entity tag of its last answer, and kept when nothing is new', async () => {
    pool.cutOff(cutOff('sub', 'meant'));
    follow();
    await outcome();
    clock.pass(LONG_ASLEEP);

    expect(await outcome({ sub: 'meant' })).toBe('token_revoked');
    expect(pool.asked.filter((kind) => kind !== 'keys')).toEqual(['feed', 'feed?']);
    expect(reported).toEqual([]);
  });

  it('is asked once when many come after a sleep', async () => {
    follow();
    await outcome();
    clock.pass(LONG_ASLEEP);
    await Promise.all([outcome({ n: 1 }), outcome({ n: 2 }), outcome({ n: 3 })]);

    expect(pool.asked.filter((kind) => kind !== 'keys')).toEqual(['feed', 'feed?']);
  });

  it.each([
    ['is away', AWAY],
    ['hangs', 'hangs' as const],
    ['is moved', { status: 302, body: '' }],
    ['is no JSON', { status: 200, body: '<html>' }],
    ['is null', { status: 200, body: 'null' }],
    ['is something else', { status: 200, body: '{}' }],
    ['names no claim', { status: 200, body: '{"revocations":[{"value":"meant"}]}' }],
    ['names no value', { status: 200, body: '{"revocations":[{"claim":"sub"}]}' }],
    [
      'names a time as text',
      { status: 200, body: '{"revocations":[{"claim":"sub","value":"a","iatUpTo":"1"}]}' },
    ],
  ])('holds as it was read last while it %s, which is reported', async (_, answer) => {
    pool.cutOff(cutOff('sub', 'meant'));
    follow();
    await outcome();
    pool.feedAnswer = answer;
    clock.pass(LONG_ASLEEP);

    expect(await outcome({ sub: 'meant' })).toBe('token_revoked');
    expect(await outcome()).toBe('accepted');
    expect(reported.map(({ code }) => code)).toEqual(['revocations_unavailable']);
  });
});

it('is followed although whoever should be told of its failures cannot be', async () => {
  const report = () => {
    throw new TypeError('no logger');
  };
  pool.feedAnswer = AWAY;
  follow({ report });
  expect(await outcome()).toBe('accepted');
  pool.feedAnswer = undefined;
  pool.cutOff(cutOff('sub', 'meant'));
  clock.pass(LONG_ASLEEP);

  expect(await outcome({ sub: 'meant' })).toBe('token_revoked');
});

describe('while the feed is older than allowed', () => {
  beforeEach(() => {
    pool.cutOff(cutOff('sub', 'meant'));
  });

  it('tokens are allowed by what was read last', async () => {
    follow();
    await outcome();
    pool.feedAnswer = AWAY;
    clock.pass(2 * MINUTE);

    expect([await outcome(), await outcome({ sub: 'meant' })]).toEqual(['accepted', 'token_revoked']);
  });

  it('that is reported: once when it begins, once when it is too old, and anew when it was read meanwhile', async () => {
    follow();
    await outcome();
    const ages = async (...seconds: number[]) => {
      for (const each of seconds) {
        clock.pass(each * 1_000);
        expect(await outcome()).toBe('accepted');
      }
      return reported.splice(0).map((problem) => [problem.message, (problem as RevocationsUnavailable).age]);
    };
    const message = 'The revocation feed of the broker cannot be read';
    pool.feedAnswer = AWAY;
    expect(await ages(10, 10, 10)).toEqual([[message, 10]]);
    expect(await ages(30, 10, 10)).toEqual([[`${message}, for longer than allowed`, 70]]);
    pool.feedAnswer = undefined;
    expect(await ages(10)).toEqual([]);
    pool.feedAnswer = AWAY;
    expect(await ages(10)).toEqual([[message, 10]]);
  });

  it('tokens are denied where that is the policy, as by an outage, until it answers again', async () => {
    follow({ whenRevocationsStale: 'deny', maxRevocationsAge: 60 });
    await outcome();
    pool.feedAnswer = AWAY;
    clock.pass(MINUTE);
    expect(await outcome()).toBe('accepted');
    clock.pass(1);
    expect([await outcome(), await outcome({ sub: 'meant' })]).toEqual([
      'revocations_unavailable',
      'token_revoked',
    ]);
    pool.feedAnswer = undefined;
    clock.pass(LONG_ASLEEP);
    expect(await outcome()).toBe('accepted');
  });

  it('it counts as such where the clock was set back since, until it answers again', async () => {
    follow({ whenRevocationsStale: 'deny' });
    await outcome();
    pool.feedAnswer = AWAY;
    clock.pass(-MINUTE);
    expect(await outcome()).toBe('revocations_unavailable');
    pool.feedAnswer = undefined;
    clock.pass(LONG_ASLEEP);
    expect(await outcome()).toBe('accepted');
  });

  it('so it is where nobody listens at the broker', async () => {
    const away = await Pool.start(key);
    const { broker } = away;
    away.stop();
    follow({ whenRevocationsStale: 'deny', broker });
    expect(await outcome()).toBe('revocations_unavailable');
    expect(reported).toHaveLength(1);
  });

  it.each([
    ['allow', 'accepted'],
    ['deny', 'revocations_unavailable'],
  ] as const)('from the start, the policy is %s and a token is %s', async (whenRevocationsStale, told) => {
    pool.feedAnswer = AWAY;
    follow({ whenRevocationsStale });

    expect(await outcome()).toBe(told);
    expect(reported).toHaveLength(1);
  });
});
