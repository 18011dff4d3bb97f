/** Several times the deadline of a request, milliseconds: whatever fails, an answer that is later fails the test. */
const LATEST = 24_000;

/** An answer of the broker. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the body; undefined when it is empty. */
  readonly body: Body;
  /** The body as it came. */
  readonly text: string;
}

export interface Sent {
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** RFC 9457, as the portal API tells errors. */
export interface ProblemAnswer {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** A form, or its bytes as they are. */
export type Form = Readonly<Record<string, string>> | string | Uint8Array<ArrayBuffer>;

/** RFC 6749 §5.2. */
export interface OAuthErrorAnswer {
  readonly error: string;
  readonly error_description: string;
}

/** What the token endpoint says, for better or worse. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly id_token?: string;
  readonly expires_in: number;
  readonly scope?: string;
  readonly error?: string;
  readonly error_description?: string;
}

/** Calls the broker as one caller: nobody, or whoever `accessToken` belongs to. Paths start with a slash. */
export class Api {
  constructor(
    readonly url: string,
    private readonly accessToken?: string,
  ) {}

  as(accessToken: string): Api {
    return new Api(this.url, accessToken);
  }

  get<Body = ProblemAnswer>(path: string, sent?: Sent): Promise<Answer<Body>> {
    return this.call('GET', path, sent);
  }

  post<Body = ProblemAnswer>(path: string, sent?: Sent): Promise<Answer<Body>> {
    return this.call('POST', path, sent);
  }

  patch<Body = ProblemAnswer>(path: string, sent?: Sent): Promise<Answer<Body>> {
    return this.call('PATCH', path, sent);
  }

  delete<Body = ProblemAnswer>(path: string, sent?: Sent): Promise<Answer<Body>> {
    return this.call('DELETE', path, sent);
  }

  call<Body>(method: string, path: string, { body, headers }: Sent = {}): Promise<Answer<Body>> {
    const own = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...this.bearer(),
    };
    return this.fetch(path, { method, headers: { ...own, ...headers }, body: JSON.stringify(body) });
  }

  /** A request to the token endpoint. */
  token(form: Form, headers?: Readonly<Record<string, string>>): Promise<Answer<TokenAnswer>> {
    return this.oauth('/oauth/token', form, headers);
  }

  /** A request to an endpoint that takes a form. */
  oauth<Body = OAuthErrorAnswer>(
    path: string,
    form: Form,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    const body =
      typeof form === 'string' || form instanceof Uint8Array ? form : new URLSearchParams(form).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.fetch(path, { method: 'POST', headers: { ...type, ...this.bearer(), ...headers }, body });
  }

  private bearer(): Readonly<Record<string, string>> {
    return this.accessToken === undefined ? {} : { authorization: `Bearer ${this.accessToken}` };
  }

  /** Whatever `fetch` can send. */
  async fetch<Body>(path: string, init?: RequestInit): Promise<Answer<Body>> {
    const response = await fetch(this.url + path, {
      redirect: 'manual',
      signal: AbortSignal.timeout(LATEST),
      ...init,
    });
    const { status, headers } = response;
    const text = await response.text();
    const isJson = headers.get('content-type')?.includes('json') ?? false;
    return { status, headers, text, body: (isJson ? JSON.parse(text) : undefined) as Body };
  }
}

/** The header of HTTP Basic, id and secret as they are. */
export function basic(id: string, secret: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}
