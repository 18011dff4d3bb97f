export const FORM = 'application/x-www-form-urlencoded';

/** A request as it is put on the wire. Its characters are bytes (latin1). */
export interface HttpMessage {
  /** `POST` when absent. */
  readonly method?: string;
  readonly target: string;
  /** `HTTP/1.1` when absent. */
  readonly version?: string;
  /** In place of the usual ones, or beside them; undefined leaves one out. Names are in lower case. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

/** Its bytes: with a host and a length, the last on its connection, unless its headers say otherwise. */
export function bytesOf({
  method = 'POST',
  target,
  version = 'HTTP/1.1',
  headers,
  body = '',
}: HttpMessage): Buffer {
  const usual = { host: 'broker.example', connection: 'close', 'content-length': String(body.length) };
  const fields = Object.entries({ ...usual, ...headers })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([`${method} ${target} ${version}`, ...fields, '', body].join('\r\n'), 'latin1');
}

/** A body in chunks of these texts, with the headers that say so. */
export function chunked(...texts: string[]): Pick<HttpMessage, 'headers' | 'body'> {
  const chunks = [...texts, ''].map((text) => `${text.length.toString(16)}\r\n${text}\r\n`);
  return {
    headers: { 'content-length': undefined, 'transfer-encoding': 'chunked' },
    body: chunks.join(''),
  };
}
