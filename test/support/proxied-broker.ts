import { startBroker, type TestBroker } from './broker.js';
import { emulators } from './emulators.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';

/** A broker that reaches its table and its pools through proxies. */
export interface ProxiedBroker {
  readonly broker: TestBroker;
  readonly dynamodb: FaultProxy;
  readonly cognito: FaultProxy;
  /** Ends all faults. */
  clear(): void;
  stop(): Promise<void>;
}

/** Starts one on a ground of its own. @param env variables of `.env.example`, in place of the tests' own */
export async function startProxiedBroker(env?: Readonly<Record<string, string>>): Promise<ProxiedBroker> {
  const { dynamodb: table, cognitoLocal } = emulators();
  const [dynamodb, cognito] = await Promise.all([startFaultProxy(table), startFaultProxy(cognitoLocal)]);
  const broker = await startBroker({ env, endpoints: { cognito: cognito.endpoint }, tableProxy: dynamodb });
  const proxies = [dynamodb, cognito];
  const clear = () => proxies.forEach((proxy) => proxy.clear());
  const stop = async () => {
    try {
      await broker.stop();
    } finally {
      await Promise.all(proxies.map((proxy) => proxy.stop()));
    }
  };
  return { broker, dynamodb, cognito, clear, stop };
}
