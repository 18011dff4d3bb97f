import { type EpochSeconds, MINUTE, SECOND } from '../common/clock.js';
import type { BearerToken } from '../clients/domain/bearer-token.js';
import type { SealedBearerToken } from '../clients/domain/session.js';
import type { Grant } from './access-decision.js';

type Dated = Pick<BearerToken, 'iat' | 'exp'>;
type Epochs = Pick<SealedBearerToken, 'clientEpoch' | 'tenantEpoch'>;

/** A token is answered again while at least this share of its life is left, */
const FRESH_SHARE = 0.25;
/** and no less than this many seconds. */
const FRESH_SECONDS = (2 * MINUTE) / SECOND;
/** The next one is fetched behind the answer in the last share of its life in which it still is: not much sooner than it must be. */
const AGEING_SHARE = 0.03;

/** Whether a token is young enough to be answered again without asking for a new one. */
export function isFresh({ iat, exp }: Dated, now: EpochSeconds): boolean {
  return exp - now >= leastLeft(exp - iat);
}

/** Whether it is time to fetch the next one, although this one still does. */
export function isAgeing({ iat, exp }: Dated, now: EpochSeconds): boolean {
  return exp - now < leastLeft(exp - iat) + (exp - iat) * AGEING_SHARE;
}

/** How many seconds of a life must be left for a token to be answered again. */
function leastLeft(life: number): number {
  return Math.max(life * FRESH_SHARE, FRESH_SECONDS);
}

/** Whether a token may be answered at all, as far as time goes: alive, and issued after every cut-off. */
export function isAlive({ iat, exp }: Dated, { client, tenant }: Grant, now: EpochSeconds): boolean {
  return exp > now && isAfterCutOffs({ iat }, { client, tenant });
}

/** Whether a token was issued after every cut-off of its client and tenant. */
export function isAfterCutOffs(
  { iat }: Pick<Dated, 'iat'>,
  { client, tenant }: Pick<Grant, 'client' | 'tenant'>,
): boolean {
  return iat > client.notBefore && iat > tenant.notBefore;
}

/** Whether a token was fetched for the client and tenant as they are now. */
export function isOfEpochs(epochs: Epochs, { client, tenant }: Pick<Grant, 'client' | 'tenant'>): boolean {
  return epochs.clientEpoch === client.epoch && epochs.tenantEpoch === tenant.epoch;
}

/** A token that could do more than the client may do now is never answered. */
export function isWithinScopes({ scopes }: Pick<BearerToken, 'scopes'>, grant: Grant): boolean {
  return scopes.every((scope) => grant.scopes.includes(scope));
}
