/** Shapes of secrets: our credentials, compact JWS and JWE, the values of Authorization headers. */
const SECRET =
  /bab_[0-9A-Za-z]{8,}_?[0-9A-Za-z]*|eyJ[\w-]+\.[\w-]*(?:\.[\w-]*){0,3}|\b(?:Basic|Bearer)\s+[\w\-.~+/=]{8,}/gi;

/** Replaces everything in `text` that has the shape of a secret. The last net, not the first: nothing logs secrets. */
export function redact(text: string): string {
  return text.replace(SECRET, '[redacted]');
}
