import { Gauge } from 'prom-client';

const labelNames = ['pool'] as const;

export const orphanCount = new Gauge({
  name: 'broker_orphaned_users',
  help: 'Users of this installation in Cognito that the table does not know, as of the last comparison by this replica.',
  labelNames,
});

export const userlessCount = new Gauge({
  name: 'broker_userless_items',
  help: 'Clients and people whose user is gone from Cognito, as of the last comparison by this replica.',
  labelNames,
});
