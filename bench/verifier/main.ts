/**
 * The verifier beside aws-jwt-verify, on one core: tokens never seen before, and one token again and again. Then the token
 * is revoked, and has to be refused. Fails when the verifier is slower than what its README promises.
 */
import process from 'node:process';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { createVerifier } from '@b2b-auth-broker/verifier';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { AUDIENCE, Provider, REGION, USER_POOL_ID } from './provider.js';

type Verify = (token: string) => Promise<unknown>;
type Name = 'verifier' | 'aws-jwt-verify';

const NAMES: readonly Name[] = ['verifier', 'aws-jwt-verify'];
/** Many and short, so that what else runs on the machine decides nothing. */
const ROUNDS = 200;
const WARM_UP = 50;
const TOKENS = 25;
const REPEATS = 100;
const PATIENCE = 10_000;

/** How much faster than aws-jwt-verify the verifier has to be; cold as fast, and what is missing there is noise. */
const WANTED = { cold: 0.95, repeated: 20 };

const provider = new Provider();
await provider.start();
const ours = createVerifier({
  ...{ userPoolId: USER_POOL_ID, region: REGION, audience: AUDIENCE },
  ...{ broker: provider.url, jwksUrl: `${provider.url}/.well-known/jwks.json` },
});
await ours.ready();
const theirs = CognitoJwtVerifier.create({ userPoolId: USER_POOL_ID, tokenUse: 'id', clientId: AUDIENCE });
theirs.cacheJwks(provider.jwks());

const CANDIDATES: Record<Name, Verify> = {
  verifier: (token) => ours.verify(token),
  'aws-jwt-verify': (token) => theirs.verify(token),
};

/** @returns tokens a second, by candidate: the median of rounds, after some to warm up; who is first changes by round */
async function compare(tokensOf: (round: number) => readonly string[]) {
  const rates: Record<Name, number[]> = { verifier: [], 'aws-jwt-verify': [] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const tokens = tokensOf(round);
    for (const name of round % 2 === 0 ? NAMES : NAMES.toReversed()) {
      // The feed is read between the rounds: they themselves never let go of the core.
      await breathe();
      const rate = await rateOf(CANDIDATES[name], tokens);
      if (round >= WARM_UP) rates[name].push(rate);
    }
  }
  return { verifier: median(rates.verifier), 'aws-jwt-verify': median(rates['aws-jwt-verify']) };
}

async function rateOf(verify: Verify, tokens: readonly string[]): Promise<number> {
  const start = process.hrtime.bigint();
  for (const token of tokens) await verify(token);
  return tokens.length / (Number(process.hrtime.bigint() - start) / 1e9);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

async function measure(name: keyof typeof WANTED, tokensOf: (round: number) => readonly string[]) {
  const { verifier, 'aws-jwt-verify': other } = await compare(tokensOf);
  const times = verifier / other;
  const told = `${Math.round(verifier)} a second, aws-jwt-verify ${Math.round(other)}`;
  console.log(`${name}: ${told}: ${times.toFixed(1)} times, wanted ${WANTED[name]}`);
  if (times < WANTED[name]) process.exitCode = 1;
}

/** @returns milliseconds until the remembered token is refused */
async function untilRefused(sub: string, token: string): Promise<number> {
  await ours.verify(token);
  provider.revoke(sub);
  const start = Date.now();
  while (Date.now() - start < PATIENCE) {
    const code = await ours.verify(token).then(
      () => undefined,
      (error: { code?: string }) => error.code,
    );
    if (code === 'token_revoked') return Date.now() - start;
    await sleep(10);
  }
  throw new Error('a remembered token is still good after its revocation');
}

try {
  await measure('cold', (round) => Array.from({ length: TOKENS }, (_, n) => provider.token(`${round}-${n}`)));
  const token = provider.token('one');
  await measure('repeated', () => Array<string>(REPEATS).fill(token));
  console.log(`revoked: refused after ${await untilRefused('one', token)} ms`);
} finally {
  ours.close();
  provider.stop();
}
