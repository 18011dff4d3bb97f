import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import type { AuthorizerEvent, PolicyAnswer, SimpleAnswer } from '../../src/lambda.js';

/** What API Gateway does with an answer of an authorizer, or with none. */
export interface Judgement {
  readonly status: 200 | 401 | 403 | 500;
  readonly answer?: PolicyAnswer | SimpleAnswer;
}

/** Runs inside the function's process: loads the bundle, hands it event after event. */
const RUNTIME = `
  import(process.argv[1]).then(({ handler }) => {
    process.on('message', (event) => handler(event).then(
      (answer) => process.send({ answer: JSON.parse(JSON.stringify(answer)) }),
      ({ message }) => process.send({ errorMessage: message }),
    ));
    process.send('ready');
  });`;

/** A Lambda function in a process of its own, with nothing but its bundle and its environment. */
export class LambdaFunction {
  private constructor(private readonly child: ChildProcess) {}

  /** When its init is over. */
  static async start(bundle: string, env: Record<string, string>): Promise<LambdaFunction> {
    const child = spawn(process.execPath, ['-e', RUNTIME, bundle], {
      env,
      cwd: '/',
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    });
    await Promise.race([once(child, 'message'), exit(child)]);
    return new LambdaFunction(child);
  }

  /** As API Gateway asks for a request, and judges it. */
  async authorize(event: AuthorizerEvent): Promise<Judgement> {
    const told = once(this.child, 'message') as Promise<[Told]>;
    this.child.send(event);
    const [{ answer, errorMessage }] = await told;
    if (answer === undefined) return { status: errorMessage === 'Unauthorized' ? 401 : 500 };
    return { status: isAllowed(event, answer) ? 200 : 403, answer };
  }

  async stop(): Promise<void> {
    this.child.kill();
    await once(this.child, 'exit');
  }
}

interface Told {
  readonly answer?: PolicyAnswer | SimpleAnswer;
  readonly errorMessage?: string;
}

async function exit(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number];
  throw new Error(`the function ended in its init with ${code}`);
}

function isAllowed(event: AuthorizerEvent, answer: PolicyAnswer | SimpleAnswer): boolean {
  if ('isAuthorized' in answer) return answer.isAuthorized;
  if (!('methodArn' in event)) return false;
  const [{ Action, Effect, Resource }] = answer.policyDocument.Statement;
  const pattern = new RegExp(`^${Resource.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  return Action === 'execute-api:Invoke' && Effect === 'Allow' && pattern.test(event.methodArn);
}
