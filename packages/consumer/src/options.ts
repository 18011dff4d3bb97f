import { isCredential } from './credential.js';
import { InvalidOptions } from './errors.js';
import type { TokenRequest } from './token-request.js';

/**
 * Gives the credential as it is now: read from a secret store, say. What it throws, `getToken` throws.
 * @param options.signal aborts after ten seconds, and when nobody waits for a token any more
 */
export type LoadCredential = (options: { readonly signal: AbortSignal }) => string | Promise<string>;

export interface TokenSourceOptions {
  /** The broker's `/oauth/token`. */
  readonly tokenUrl: string | URL;
  /** The credential (`bab_…`), or what loads it: it is called for each token request, so that rotation needs no restart. */
  readonly credential: string | LoadCredential;
  /** The client that the credential is of (`cl_…`). With it another client's credential is refused. */
  readonly clientId?: string;
  /** Separated by spaces. Default: all that the client has. */
  readonly scope?: string;
}

export interface Settings extends TokenRequest {
  readonly loadCredential: LoadCredential;
}

/** @throws InvalidOptions */
export function readOptions({ tokenUrl, credential, clientId, scope }: TokenSourceOptions): Settings {
  if (!URL.canParse(String(tokenUrl)) || !/^https?:$/.test(new URL(tokenUrl).protocol))
    throw new InvalidOptions('tokenUrl must be an http or https URL');
  // `fetch` takes none, however often it is asked.
  if (new URL(tokenUrl).username !== '' || new URL(tokenUrl).password !== '')
    throw new InvalidOptions('tokenUrl must be without a user name and password');
  if (typeof credential !== 'function' && !isCredential(credential))
    throw new InvalidOptions(
      'credential must be the credential, without white space, or a function that loads it',
    );
  const loadCredential = typeof credential === 'function' ? credential : () => credential;
  return { tokenUrl: String(tokenUrl), clientId, scope, loadCredential };
}
