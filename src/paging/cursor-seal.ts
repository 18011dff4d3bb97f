import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { BadCursor } from '../common/page.js';

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;
const OURS = /^[A-Za-z0-9_-]{38,4096}$/;

/**
 * Makes the cursors of lists opaque, and good only where they were handed out: AES-256-GCM, with the place as additional
 * data. Nothing is stored and nobody asked: the key comes of a secret that all replicas have (RFC 5869).
 */
export class CursorSeal {
  private readonly key: Uint8Array;

  /** @param secret of high entropy; another one ends all cursors that are out */
  constructor(secret: string) {
    this.key = new Uint8Array(hkdfSync('sha256', secret, '', 'b2b-auth-broker list cursors', 32));
  }

  /** @param place what the cursor belongs to: whose list, and which */
  seal(cursor: string, place: string): string {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(CIPHER, this.key, nonce).setAAD(Buffer.from(place));
    const ciphertext = Buffer.concat([cipher.update(cursor, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url');
  }

  /** @throws BadCursor for what was not sealed for this place */
  open(sealed: string, place: string): string {
    if (!OURS.test(sealed)) throw new BadCursor();
    const bytes = Buffer.from(sealed, 'base64url');
    // The last character may hold bits that mean nothing: there is one way to write a cursor.
    if (bytes.toString('base64url') !== sealed) throw new BadCursor();
    try {
      const decipher = createDecipheriv(CIPHER, this.key, bytes.subarray(0, NONCE), { authTagLength: TAG });
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      const cursor = [decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()];
      return Buffer.concat(cursor).toString('utf8');
    } catch {
      throw new BadCursor();
    }
  }
}
