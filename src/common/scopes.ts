/** Always allowed at the token endpoint, and so never one of a client: it asks for `id_token` in the answer. */
export const OPENID = 'openid';

/** One scope: RFC 6749 §3.3, `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )`. */
export const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/** Whether both are the same scopes, in whatever order. */
export function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((scope) => b.includes(scope));
}

/** Whether a scope of `before` is not one of `after`. */
export function isNarrower(after: readonly string[], before: readonly string[]): boolean {
  return before.some((scope) => !after.includes(scope));
}
