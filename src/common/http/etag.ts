/**
 * Whether `If-None-Match` names the entity tag (RFC 9110 §13.1.2, by weak comparison): nothing new to answer.
 * @param header its value; absent: never
 */
export function isNotModified(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}
