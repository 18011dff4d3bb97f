import { join } from 'node:path';

/** What is where below DATA_DIR. */
export interface Places {
  readonly root: string;
  /** Facts for scripts, passwords included. */
  readonly devJson: string;
  readonly masterKey: string;
  /** Mails, one JSON object a line. */
  readonly outbox: string;
  /** Holds the process id of the stack that uses the directory. */
  readonly lock: string;
  /** There while the first start is not finished. */
  readonly seeding: string;
  readonly dynamodb: string;
  readonly cognito: string;
  readonly logs: string;
}

export function placesIn(root: string): Places {
  return {
    root,
    devJson: join(root, 'dev.json'),
    masterKey: join(root, 'master.key'),
    outbox: join(root, 'outbox.ndjson'),
    lock: join(root, 'pid'),
    seeding: join(root, 'seeding'),
    dynamodb: join(root, 'dynamodb'),
    cognito: join(root, 'cognito'),
    logs: join(root, 'logs'),
  };
}
