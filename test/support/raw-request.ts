import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface RawAnswer {
  /** Such as `HTTP/1.1 400 Bad Request`. */
  readonly statusLine: string;
  readonly status: number;
  /** By lower-case name; the values of a repeated one are joined. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

const NO_ANSWER: RawAnswer = { statusLine: '', status: NaN, headers: new Map(), body: '' };

export interface RawOptions {
  /** Whether to end our side of the connection behind the bytes. */
  readonly halfClose?: boolean;
}

/**
 * Sends these bytes to the server at `url` and reads until it closes: for what `fetch` would refuse or repair. Ask for
 * `Connection: close` where the server would keep it open.
 */
export async function rawRequest(
  url: string,
  bytes: string | Uint8Array,
  options?: RawOptions,
): Promise<RawAnswer> {
  const answers = await rawAnswers(url, bytes, options);
  return answers.at(-1) ?? NO_ANSWER;
}

/** All that is answered, interim answers too, to bytes that may hold several requests. */
export async function rawAnswers(
  url: string,
  bytes: string | Uint8Array,
  { halfClose = false }: RawOptions = {},
): Promise<RawAnswer[]> {
  const socket = await open(url);
  if (halfClose) socket.end(bytes);
  else socket.write(bytes);
  return parseAnswers(await buffer(socket));
}

/** A connection to the server at `url`. */
export async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** Answers as they follow each other on a connection, which ends behind them. */
export function parseAnswers(bytes: Buffer): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const { answer, length } = parseAnswer(rest);
    answers.push(answer);
    rest = rest.subarray(length);
  }
  return answers;
}

/**
 * The first answer that these bytes hold, chunks as they are, and how long it is, or will be. Where it does not say, it
 * goes to the end of the connection.
 */
export function parseAnswer(bytes: Buffer): { answer: RawAnswer; length: number } {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return { answer: NO_ANSWER, length: Infinity };
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
  const headers = parseHeaders(lines);
  const start = end + 4;
  const length = start + (status < 200 ? 0 : bodyLength(headers, bytes.subarray(start)));
  const body = bytes.toString('utf8', start, Math.min(length, bytes.length));
  return { answer: { statusLine, status, headers, body }, length };
}

function bodyLength(headers: ReadonlyMap<string, string>, bytes: Buffer): number {
  const lastChunk = '0\r\n\r\n';
  if (headers.has('transfer-encoding') && bytes.includes(lastChunk))
    return bytes.indexOf(lastChunk) + lastChunk.length;
  return Number(headers.get('content-length') ?? Infinity);
}

function parseHeaders(lines: readonly string[]): Map<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return headers;
}
