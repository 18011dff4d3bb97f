import {
  createFetch,
  createTokenSource,
  type TokenSource,
  type TokenSourceOptions,
} from '@b2b-auth-broker/consumer';

export interface Order {
  readonly id: number;
  readonly item: string;
}

/** A partner's backend: fetches its orders from the provider's API. */
export class OrderImport {
  /** Where its tokens come from. */
  readonly tokens: TokenSource;
  private readonly fetch: typeof fetch;

  /** @param ordersUrl the provider's `/orders` */
  constructor(
    private readonly ordersUrl: string,
    options: TokenSourceOptions,
  ) {
    this.tokens = createTokenSource(options);
    this.fetch = createFetch(this.tokens);
  }

  /** @throws InvalidGrant when the credential is refused: somebody has to rotate it */
  async orders(): Promise<Order[]> {
    const response = await this.fetch(this.ordersUrl);
    if (!response.ok) throw new Error(`the API of orders answered ${response.status}`);
    return (await response.json()) as Order[];
  }
}
