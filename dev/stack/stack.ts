import { type Ending, startLeashed, type Command } from '../servers/leashed-process.js';
import { type Server, StartError } from '../servers/server.js';

/** What has been started, so that it is stopped again, the last first. */
export class Stack {
  private readonly parts: Promise<Pick<Server, 'stop'>>[] = [];
  private stopped = false;
  private breakDown!: (reason: StartError) => void;

  /** Rejects when a server ends that nobody has stopped. */
  readonly broken = new Promise<never>((_, reject) => (this.breakDown = reject));

  async start(name: string, launch: () => Promise<Server>): Promise<Server> {
    this.assertRunning();
    const starting = launch();
    this.parts.push(starting);
    const server = await starting;
    void server.ended.then((ending) => this.mourn(name, ending));
    return server;
  }

  /** Runs a command to its end. */
  async run(command: Command): Promise<Ending> {
    this.assertRunning();
    const running = startLeashed(command);
    this.parts.push(Promise.resolve(running));
    return running.ended;
  }

  /** Stops everything, also what is only starting; nothing can be started any more. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const part of this.parts.reverse())
      await part.then(
        (running) => running.stop(),
        () => undefined,
      );
  }

  private mourn(name: string, { code, signal }: Ending): void {
    if (!this.stopped)
      this.breakDown(new StartError(`${name} has ended (${signal ?? `exit code ${code}`}): see its log`));
  }

  private assertRunning(): void {
    if (this.stopped) throw new StartError('The stack is stopping');
  }
}
