/** One stored secret: `version (1) | length of the wrapped key (2) | wrapped key | nonce (12) | tag (16) | ciphertext`. */
export type Sealed = Uint8Array;

/** The sealed value does not open: damaged, or it belongs to another record. */
export class CannotUnseal extends Error {
  override readonly name: string = 'CannotUnseal';
}

/** A master key has sealed it that this process does not have: nothing is wrong with the value. */
export class SealedByAnother extends CannotUnseal {
  override readonly name = 'SealedByAnother';
}

const VERSION = 1;
const HEADER = 3;
export const NONCE = 12;
export const TAG = 16;

/** A sealed value in its parts, the data key apart from what it seals. */
export interface SealedParts {
  readonly wrapped: Uint8Array;
  /** `nonce | tag | ciphertext` */
  readonly content: Uint8Array;
}

export function joinSealed({ wrapped, content }: SealedParts): Sealed {
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(VERSION, 0);
  header.writeUInt16BE(wrapped.length, 1);
  return Buffer.concat([header, wrapped, content]);
}

/** @throws CannotUnseal for what has not even the form */
export function splitSealed(sealed: Sealed): SealedParts {
  const bytes = Buffer.from(sealed);
  if (bytes.length < HEADER || bytes.readUInt8(0) !== VERSION) throw new CannotUnseal('unknown format');
  const contentAt = HEADER + bytes.readUInt16BE(1);
  if (contentAt === HEADER || bytes.length < contentAt + NONCE + TAG) throw new CannotUnseal('cut short');
  return { wrapped: bytes.subarray(HEADER, contentAt), content: bytes.subarray(contentAt) };
}
