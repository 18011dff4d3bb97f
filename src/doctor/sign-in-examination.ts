import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { newMachinePassword } from '../clients/domain/machine-password.js';
import { type MachinePool, type MachineUser, SignInRefused } from '../clients/ports/machine-pool.js';
import { SECOND } from '../common/clock.js';
import { DependencyError } from '../common/errors/dependency-errors.js';
import { randomCrockford } from '../common/ids.js';
import type { Config } from '../config/config.js';
import type { Examination, Finding } from './finding.js';

/** Makes a machine user, signs it in, looks at its real token, and leaves nothing behind. */
export class SignInExamination implements Examination {
  readonly name = 'sign-in of a machine';

  constructor(
    private readonly pool: MachinePool,
    private readonly config: Config,
  ) {}

  async run(signal: AbortSignal): Promise<Finding[]> {
    const clientId = `doctor-${randomCrockford(16)}`;
    const user: MachineUser = { clientId, tenantId: 'doctor', scopes: ['doctor:one', 'doctor:two'] };
    const findings: Finding[] = [];
    try {
      findings.push(...(await this.tryOut(user, signal)));
    } finally {
      findings.push(...(await this.cleanUp(clientId)));
    }
    return findings;
  }

  private async tryOut(user: MachineUser, signal: AbortSignal): Promise<Finding[]> {
    try {
      return await this.examine(user, signal);
    } catch (error) {
      if (error instanceof SignInRefused)
        return [finding('sign-in', 'Cognito refuses a user that was just made')];
      if (!(error instanceof DependencyError)) throw error;
      return [finding('sign-in', `a step at Cognito failed: ${error.operation}`)];
    }
  }

  /** With time of its own: what went before may have used all that there was. */
  private async cleanUp(clientId: string): Promise<Finding[]> {
    try {
      await this.pool.deleteUser(clientId, AbortSignal.timeout(5 * SECOND));
      return [];
    } catch {
      return [leftBehind(clientId, this.config.machines.userPoolId)];
    }
  }

  private async examine(user: MachineUser, signal: AbortSignal): Promise<Finding[]> {
    const password = newMachinePassword();
    await this.pool.createUser(user, signal);
    await this.pool.setPassword(user.clientId, password, signal);
    const { bearerToken, refreshToken } = await this.pool.signIn(user.clientId, password, signal);
    const findings = await this.judge(bearerToken, user);
    await this.pool.refresh(user.clientId, refreshToken, signal);
    await this.pool.revoke(refreshToken, signal);
    const isRevoked = await this.pool.refresh(user.clientId, refreshToken, signal).then(
      () => false,
      (error: unknown) => error instanceof SignInRefused,
    );
    return isRevoked
      ? findings
      : [...findings, finding('revoke', 'a sign-in that was revoked still refreshes')];
  }

  private async judge(token: string, user: MachineUser): Promise<Finding[]> {
    const { issuer, clientId: audience, jwksUrl } = this.config.machines;
    try {
      const keys = createRemoteJWKSet(new URL(jwksUrl));
      const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'] });
      return this.wanted(user)
        .filter(([, holds]) => !holds(payload))
        .map(([claim]) => finding(claim, `its token’s ${claim} is not what it has to be`));
    } catch {
      return [finding('verify', 'its token is not verified by issuer, audience and public keys')];
    }
  }

  private wanted({ clientId, tenantId, scopes }: MachineUser): [string, (claims: JWTPayload) => boolean][] {
    const life = this.config.bearerTokenLife / SECOND;
    return [
      ['token_use', (claims) => claims['token_use'] === 'id'],
      ['cognito:username', (claims) => claims['cognito:username'] === clientId],
      ['custom:tenant_id', (claims) => claims['custom:tenant_id'] === tenantId],
      ['custom:scopes', (claims) => claims['custom:scopes'] === scopes.join(' ')],
      ['exp', ({ iat = 0, exp = 0 }) => exp - iat === life],
      ['origin_jti', (claims) => this.config.mode !== 'production' || 'origin_jti' in claims],
    ];
  }
}

function finding(what: string, text: string): Finding {
  return {
    severity: 'error',
    setting: `sign-in.${what}`,
    what: text,
    why: 'partners would get no token, or one that your API cannot use',
    mend: 'node dist/cli init; then look at COGNITO_ISSUER, MACHINE_CLIENT_ID and the app client in the console',
  };
}

function leftBehind(clientId: string, userPoolId: string): Finding {
  return {
    severity: 'warning',
    setting: 'sign-in.user',
    what: `a user that may have been made for this could not be deleted: ${clientId}`,
    why: 'it would stay in the pool that your API trusts, though nobody knows its password',
    mend: `aws cognito-idp admin-delete-user --user-pool-id ${userPoolId} --username ${clientId}`,
  };
}
