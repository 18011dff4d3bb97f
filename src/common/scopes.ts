/** Always allowed at the token endpoint, and so never one of a client: it asks for `id_token` in the answer. */
export const OPENID = 'openid';

/** One scope: RFC 6749 §3.3, `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )`. */
export const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;
