/** RFC 6749 §A.17, and no space: what is read from a file may end in a line feed, which no credential has. */
export function isCredential(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}
