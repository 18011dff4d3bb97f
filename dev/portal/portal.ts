import type { AdmissionDto, RegisterDto } from '../../src/admin/registrations/registration.dto.js';
import type { ChallengeDto, SignedInDto } from '../../src/admin/sign-in/sign-in.dto.js';
import type { AuditPageDto } from '../../src/audit/audit.dto.js';
import type { ClientDto, CreateClientDto } from '../../src/clients/api/client.dto.js';
import type { IssuedCredentialDto } from '../../src/clients/api/credential.dto.js';

/** The portal API, as somebody who has signed in, or nobody yet. Every method throws unless all went well. */
export class Portal {
  constructor(
    readonly url: string,
    private readonly accessToken?: string,
  ) {}

  /** Signs in with the temporary password of an invitation, and chooses another. */
  async acceptInvitation(email: string, password: string, newPassword: string): Promise<Portal> {
    const asked = await this.call<ChallengeDto>('POST', '/auth/login', { email, password });
    const { challenge, session } = asked;
    if (challenge !== 'NEW_PASSWORD_REQUIRED')
      throw new Error(`sign-in of ${email}: no new password is asked for`);
    const answer = { email, challenge, session, newPassword };
    return this.as(await this.call<SignedInDto>('POST', '/auth/challenge', answer));
  }

  async signIn(email: string, password: string): Promise<Portal> {
    return this.as(await this.call<SignedInDto>('POST', '/auth/login', { email, password }));
  }

  register(registration: RegisterDto): Promise<AdmissionDto> {
    return this.call('POST', '/registrations', registration);
  }

  createClient(client: CreateClientDto): Promise<ClientDto> {
    return this.call('POST', '/clients', client);
  }

  disable(clientId: string): Promise<ClientDto> {
    return this.call('POST', `/clients/${clientId}/disable`);
  }

  enable(clientId: string): Promise<ClientDto> {
    return this.call('POST', `/clients/${clientId}/enable`);
  }

  issueCredential(clientId: string, label: string): Promise<IssuedCredentialDto> {
    return this.call('POST', `/clients/${clientId}/credentials`, { label });
  }

  /** @param graceSeconds how long the old one goes on working */
  rotate(clientId: string, credentialId: string, graceSeconds: number): Promise<IssuedCredentialDto> {
    return this.call('POST', `/clients/${clientId}/credentials/${credentialId}/rotate`, { graceSeconds });
  }

  revoke(clientId: string, credentialId: string): Promise<void> {
    return this.call('DELETE', `/clients/${clientId}/credentials/${credentialId}`);
  }

  /** Newest first. */
  auditTrail(limit: number): Promise<AuditPageDto> {
    return this.call('GET', `/audit-events?limit=${limit}`);
  }

  private as({ accessToken }: SignedInDto): Portal {
    return new Portal(this.url, accessToken);
  }

  private async call<Body>(method: string, path: string, body?: object): Promise<Body> {
    const headers = new Headers();
    if (this.accessToken !== undefined) headers.set('authorization', `Bearer ${this.accessToken}`);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const init = { method, headers, body: JSON.stringify(body) };
    const response = await fetch(`${this.url}/api/v1${path}`, init);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }
}
