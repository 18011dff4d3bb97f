/** A credential whose secret the workers were told. */
export interface KnownCredential {
  readonly credentialId: string;
  readonly secret: string;
}

/** Ended ones that are still tried: those just ended are the most likely to be taken for good. */
const REMEMBERED = 8;

/** A client, and what the workers know of its credentials. */
export class KnownClient {
  private living: KnownCredential[] = [];
  private ended: KnownCredential[] = [];

  constructor(
    readonly tenantId: string,
    readonly clientId: string,
  ) {}

  add(credential: KnownCredential): void {
    this.living.push(credential);
  }

  /** It may be over: it is still tried for a while. */
  end(credential: KnownCredential): void {
    this.living = this.living.filter((one) => one !== credential);
    this.ended = [credential, ...this.ended].slice(0, REMEMBERED);
  }

  /** Where among the living, or the ended, is said by `position`, from 0 to 1. */
  find(position: number, among: 'living' | 'ended'): KnownCredential | undefined {
    const list = among === 'living' ? this.living : this.ended;
    return list[Math.floor(position * list.length)];
  }
}

export type Roster = readonly KnownClient[];
