/** Every kind of secret that the product handles. */
export const SECRET_KINDS = [
  'credential',
  'bearer token',
  'machine password',
  'machine refresh token',
  'data key',
  'master key',
  'app client secret',
  'password of a person',
  'access token of a person',
  'refresh token of a person',
  'authenticator secret',
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** The secrets that a test has made or overheard, and the search for them where none may be. */
export class KnownSecrets {
  private readonly known = new Map<SecretKind, Set<string>>();

  add(kind: SecretKind, ...secrets: readonly unknown[]): void {
    const all = this.known.get(kind) ?? new Set();
    for (const secret of secrets) if (typeof secret === 'string' && secret.length > 7) all.add(secret);
    if (all.size > 0) this.known.set(kind, all);
  }

  get kinds(): SecretKind[] {
    return SECRET_KINDS.filter((kind) => this.known.has(kind));
  }

  /** Which kinds of secrets `text` holds, as they are, in base64 or as part of a URL. */
  foundIn(text: string): SecretKind[] {
    return this.kinds.filter((kind) =>
      [...this.known.get(kind)!].some((secret) => formsOf(secret).some((form) => text.includes(form))),
    );
  }
}

function formsOf(secret: string): string[] {
  const bytes = [Buffer.from(secret), Buffer.from(secret, 'base64')].filter(({ length }) => length > 7);
  const encoded = bytes.flatMap((one) => [
    one.toString('base64'),
    one.toString('base64url'),
    one.toString('hex'),
  ]);
  const raw = bytes.map((one) => one.toString('latin1'));
  return [secret, encodeURIComponent(secret), ...encoded, ...raw].filter(({ length }) => length > 7);
}
