/** A credential whose secret the workers were told. */
export interface KnownCredential {
  readonly credentialId: string;
  readonly secret: string;
}

/** Ended ones that are still tried: those just ended are the most likely to be taken for good. */
const REMEMBERED = 8;

/** A client, and what the workers know of its credentials. */
export class KnownClient {
  private rotatable: KnownCredential[] = [];
  private retiring: KnownCredential[] = [];
  private ended: KnownCredential[] = [];

  constructor(
    readonly tenantId: string,
    readonly clientId: string,
  ) {}

  add(credential: KnownCredential): void {
    this.rotatable.push(credential);
  }

  /** It works, but has a successor. */
  retire(credential: KnownCredential): void {
    this.drop(credential);
    this.retiring.push(credential);
  }

  /** It may be over: it is still tried for a while. */
  end(credential: KnownCredential): void {
    this.drop(credential);
    this.ended = [credential, ...this.ended].slice(0, REMEMBERED);
  }

  /** Where in its list is said by `position`, from 0 to 1. */
  find(position: number, among: 'rotatable' | 'working' | 'ended'): KnownCredential | undefined {
    const list = among === 'working' ? [...this.rotatable, ...this.retiring] : this[among];
    return list[Math.floor(position * list.length)];
  }

  private drop(credential: KnownCredential): void {
    this.rotatable = this.rotatable.filter((one) => one !== credential);
    this.retiring = this.retiring.filter((one) => one !== credential);
  }
}

export type Roster = readonly KnownClient[];
