import { HOUR, SECOND } from '../../src/common/clock.js';
import { Api, basic } from '../support/api.js';
import { type AnyBody, answered, BAD_CREDENTIAL, CONFLICTS } from './answered.js';
import { type Choice, choose } from './choice.js';
import type { Fleet } from './fleet.js';
import type { ChangeKind, Kind } from './history.js';
import type { Random } from './random.js';
import type { Asked, Recorder } from './recorder.js';
import type { KnownClient, KnownCredential, Roster } from './roster.js';

/** After these there are no more tokens. */
const ENDINGS: readonly Kind[] = ['revoke', 'give-up', 'disable', 'suspend'];

/** What all workers share. */
export interface Workshop {
  readonly fleet: Fleet;
  readonly recorder: Recorder;
  readonly roster: Roster;
  /** Of an operator: may do everything. */
  readonly accessToken: string;
}

/** Does one operation after the other, as its random numbers say. */
export class Worker {
  private names = 0;

  constructor(
    private readonly id: number,
    private readonly random: Random,
    private readonly shop: Workshop,
  ) {}

  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) await this.step();
  }

  private async step(): Promise<void> {
    const { roster, fleet } = this.shop;
    const choice = choose(this.random, { clients: roster.length, replicas: fleet.size });
    const client = roster[choice.client]!;
    if (choice.kind === 'token') return this.use(client, choice);
    const crossing = choice.isCrossed ? this.use(client, { ...choice, isEnded: false }) : undefined;
    await this.change(choice.kind, client, choice);
    if (ENDINGS.includes(choice.kind)) await this.tryEverywhere(client, choice);
    await crossing;
  }

  /** The first requests behind an answer are the likeliest to meet what is remembered from before it. */
  private async tryEverywhere(client: KnownClient, choice: Choice): Promise<void> {
    const isEnded = choice.kind === 'revoke' || choice.kind === 'give-up';
    const same = { ...choice, isEnded, credential: isEnded ? 0 : choice.credential };
    const replicas = Array.from({ length: this.shop.fleet.size }, (_, replica) => replica);
    await Promise.all(replicas.map((replica) => this.use(client, { ...same, replica })));
  }

  private async use(client: KnownClient, choice: Choice): Promise<void> {
    const credential = client.find(choice.credential, choice.isEnded ? 'ended' : 'working');
    if (credential === undefined) return;
    const [form, headers] = tokenRequest(client, credential, choice.grant);
    const { credentialId } = credential;
    await this.record('token', client, choice, { credentialId }, (api) =>
      answered(new Api(api.url).oauth<AnyBody>('/oauth/token', form, headers), BAD_CREDENTIAL),
    );
  }

  private change(kind: ChangeKind, client: KnownClient, choice: Choice): Promise<void> {
    switch (kind) {
      case 'issue':
        return this.issue(client, choice);
      case 'rotate':
        return this.rotate(client, choice);
      case 'revoke':
      case 'give-up':
        return this.end(kind, client, choice);
      case 'rename':
        return this.rename(client, choice);
      case 'disable':
      case 'enable':
        return this.post(kind, `/api/v1/clients/${client.clientId}/${kind}`, client, choice);
      case 'suspend':
      case 'resume':
        return this.post(kind, `/api/v1/admin/tenants/${client.tenantId}/${kind}`, client, choice);
    }
  }

  private async issue(client: KnownClient, choice: Choice): Promise<void> {
    const path = `/api/v1/clients/${client.clientId}/credentials`;
    const { outcome, body } = await this.record('issue', client, choice, {}, (api) =>
      answered(api.post<AnyBody>(path, { body: {} }), CONFLICTS),
    );
    if (outcome === 'done') client.add(told(body));
  }

  private async rotate(client: KnownClient, choice: Choice): Promise<void> {
    const credential = client.find(choice.credential, 'rotatable');
    if (credential === undefined) return;
    const { credentialId } = credential;
    const path = `/api/v1/clients/${client.clientId}/credentials/${credentialId}/rotate`;
    const { grace } = choice;
    const { outcome, body } = await this.record('rotate', client, choice, { credentialId, grace }, (api) =>
      answered(api.post<AnyBody>(path, { body: { graceSeconds: grace / SECOND } }), CONFLICTS),
    );
    if (outcome !== 'done') return;
    client.add(told(body));
    if (grace > HOUR) client.retire(credential);
    else client.end(credential);
  }

  private async end(kind: 'revoke' | 'give-up', client: KnownClient, choice: Choice): Promise<void> {
    const credential = client.find(choice.credential, 'working');
    if (credential === undefined) return;
    const { credentialId, secret } = credential;
    const path = `/api/v1/clients/${client.clientId}/credentials/${credentialId}`;
    await this.record(kind, client, choice, { credentialId }, (api) =>
      kind === 'revoke'
        ? answered(api.delete<AnyBody>(path), [])
        : answered(new Api(api.url).oauth<AnyBody>('/oauth/revoke', { token: secret }), []),
    );
    client.end(credential);
  }

  private async rename(client: KnownClient, choice: Choice): Promise<void> {
    const name = `named by ${this.id}, ${++this.names}`;
    const path = `/api/v1/clients/${client.clientId}`;
    await this.record('rename', client, choice, { name }, (api) =>
      answered(api.patch<AnyBody>(path, { body: { name }, headers: { 'if-match': '*' } }), []),
    );
  }

  private async post(kind: Kind, path: string, client: KnownClient, choice: Choice): Promise<void> {
    await this.record(kind, client, choice, {}, (api) => answered(api.post<AnyBody>(path), CONFLICTS));
  }

  private record(
    kind: Kind,
    { tenantId, clientId }: KnownClient,
    choice: Choice,
    details: Partial<Asked>,
    send: (api: Api) => ReturnType<typeof answered>,
  ): ReturnType<typeof answered> {
    const { replica, url } = this.shop.fleet.from(choice.replica);
    const ofTenant = kind === 'suspend' || kind === 'resume';
    const target = ofTenant ? { tenantId } : { tenantId, clientId };
    const asked = { kind, worker: this.id, replica, ...target, ...details };
    return this.shop.recorder.operation(asked, () => send(new Api(url, this.shop.accessToken)));
  }
}

/** Either grant of the token endpoint. */
function tokenRequest(
  { clientId }: KnownClient,
  { secret }: KnownCredential,
  grant: Choice['grant'],
): Parameters<typeof Api.prototype.token> {
  if (grant === 'client_credentials') return [{ grant_type: grant }, basic(clientId, secret)];
  return [{ grant_type: grant, refresh_token: secret }];
}

function told({ credentialId, credential }: AnyBody = {}): KnownCredential {
  return { credentialId: credentialId!, secret: credential! };
}
