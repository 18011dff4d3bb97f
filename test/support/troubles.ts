import type { FaultProxy, Limit } from './fault-proxy.js';

/** Does something to an operation of the service behind the proxy. */
export type Fault = (proxy: FaultProxy, operation: string, limit?: Limit) => void;

type Service = 'dynamodb' | 'cognito' | 'kms';

/** How each service names what is wrong with it. */
const NAMES = {
  dynamodb: { failing: 'InternalServerError', throttling: 'ProvisionedThroughputExceededException' },
  cognito: { failing: 'InternalErrorException', throttling: 'TooManyRequestsException' },
  kms: { failing: 'KMSInternalException', throttling: 'ThrottlingException' },
} as const satisfies Record<Service, object>;

/** What passes by itself: the same call may work in a moment. The request has had no effect. */
export function troubles(service: Service): readonly (readonly [string, Fault])[] {
  const { failing, throttling } = NAMES[service];
  return [
    ['does not answer', (proxy, operation, limit) => proxy.blackHole(operation, limit)],
    ['fails', (proxy, operation, limit) => proxy.status(operation, { status: 500, type: failing }, limit)],
    ['is cut off', (proxy, operation, limit) => proxy.resetBefore(operation, limit)],
    [
      'is throttled',
      (proxy, operation, limit) => proxy.status(operation, { status: 400, type: throttling }, limit),
    ],
  ];
}

/** The effect happened, the answer did not arrive whole. */
export const LOST_ANSWERS: readonly (readonly [string, Fault])[] = [
  ['is lost', (proxy, operation, limit) => proxy.resetAfter(operation, limit)],
  ['arrives by half', (proxy, operation, limit) => proxy.half(operation, limit)],
];

/** A person has to mend it. */
export const refuse: Fault = (proxy, operation, limit) =>
  proxy.status(operation, { status: 400, type: 'AccessDeniedException' }, limit);
