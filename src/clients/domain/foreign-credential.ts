import { createHash } from 'node:crypto';
import { CLIENT_ID, crockfordOf } from '../../common/ids.js';
import type { ParsedCredential } from './credential-secret.js';

/** RFC 6749 appendix A.1: printable characters; as long as a client id may be here. */
export const FORMER_ID = /^[\x20-\x7e]{1,255}$/;

/**
 * RFC 6749 appendix A.2: printable characters. Fewer than 20 of them cannot hold 128 random bits. What begins like one of
 * ours is one of ours, or nothing.
 */
export const FOREIGN_SECRET = /^(?!bab_)[\x20-\x7e]{20,1024}$/;

/**
 * The id of the client that is called `named`: one of ours by itself, one of a former system by what is worked out from
 * its former id. So it is found by the one read of the token path, and costs no other where there is none.
 */
export function clientIdFor(named: string): string {
  return CLIENT_ID.test(named) ? named : `cl_${crockfordOf(sha256('former client id', named), 16)}`;
}

/** Reads a secret of a former system without any I/O. @returns undefined where it cannot be one */
export function parseForeignSecret(clientId: string, secret: string): ParsedCredential | undefined {
  return FOREIGN_SECRET.test(secret) ? foreignCredential(clientId, foreignHash(secret)) : undefined;
}

/** SHA-256 of a secret of a former system, as it is stored. */
export function foreignHash(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

/** What is known of a foreign credential by its hash; its id is worked out from that, so that it is found by it. */
export function foreignCredential(clientId: string, hash: Uint8Array): ParsedCredential {
  const own = crockfordOf(sha256('foreign credential', hash), 8);
  return { clientId, credentialId: `cr_${clientId.slice('cl_'.length)}${own}`, hash, foreign: true };
}

function sha256(purpose: string, content: string | Uint8Array): Uint8Array {
  return createHash('sha256').update(`${purpose}\n`).update(content).digest();
}
