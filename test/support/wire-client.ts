import { once } from 'node:events';
import type { Socket } from 'node:net';
import { open, parseAnswer, parseAnswers, type RawAnswer } from './raw-request.js';

/** Puts bytes on connections to one server, and keeps those open that it may. */
export class WireClient {
  private readonly idle: Socket[] = [];

  constructor(private readonly url: string) {}

  /** Sends one whole request; its answer, interim ones left out. */
  async ask(bytes: Buffer, { isHead = false } = {}): Promise<RawAnswer> {
    const socket = this.idle.pop() ?? (await this.connect());
    const arrived = nextAnswer(socket, isHead);
    socket.write(bytes);
    const answer = await arrived;
    if (answer.headers.get('connection') === 'close') socket.destroy();
    else if (!socket.destroyed) this.idle.push(socket);
    return answer;
  }

  /** Sends whatever bytes and ends our side; all final answers until the server ends its own. */
  async push(bytes: Buffer): Promise<RawAnswer[]> {
    const socket = await this.connect();
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk)).end(bytes);
    await once(socket, 'close');
    return parseAnswers(Buffer.concat(chunks)).filter(({ status }) => !(status < 200));
  }

  /** Sends bytes and is gone before any answer. */
  async leave(bytes: Buffer): Promise<void> {
    const socket = await this.connect();
    socket.write(bytes, () => socket.destroy());
    await once(socket, 'close');
  }

  close(): void {
    for (const socket of this.idle.splice(0)) socket.destroy();
  }

  /** A server that refuses what it has not read may reset the connection: what it said by then is all it said. */
  private async connect(): Promise<Socket> {
    const socket = await open(this.url);
    return socket.on('error', () => socket.destroy());
  }
}

function nextAnswer(socket: Socket, isHead: boolean): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const answer = finalAnswer(bytes, isHead);
      if (answer === undefined) return;
      socket.off('data', onData).off('close', onClose);
      resolve(answer);
    };
    const onClose = () => {
      const { answer } = parseAnswer(bytes);
      if (answer.statusLine === '') reject(new Error('closed without an answer'));
      else resolve(answer);
    };
    socket.on('data', onData).on('close', onClose);
  });
}

/** @returns undefined while more of it is to come */
function finalAnswer(bytes: Buffer, isHead: boolean): RawAnswer | undefined {
  const { answer, length } = parseAnswer(bytes);
  if (answer.status < 200) return finalAnswer(bytes.subarray(length), isHead);
  const isBodiless = answer.statusLine !== '' && (isHead || answer.status === 304);
  return isBodiless || bytes.length >= length ? answer : undefined;
}
