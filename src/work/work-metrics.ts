import { Counter, Gauge } from 'prom-client';

export const workDone = new Counter({
  name: 'broker_work_total',
  help: 'Items of pending work that this replica has tried, by kind and by what came of it.',
  labelNames: ['kind', 'outcome'] as const,
});

export const workPending = new Gauge({
  name: 'broker_work_pending',
  help: 'Items of pending work that are due or were put off, up to 1000; told by the replica that runs it, 0 by the others.',
});

export const workOldest = new Gauge({
  name: 'broker_work_oldest_seconds',
  help: 'For how long the item that waits longest has been due, tries that failed included; told by the replica that runs it, 0 by the others.',
});
