import { Counter, Gauge, Histogram } from 'prom-client';
import { LATENCY_BUCKETS } from './request-metrics.js';

export const breakerState = new Gauge({
  name: 'broker_breaker_state',
  help: 'Whether calls are held back from a dependency: 0 closed (they go through), 1 half open, 2 open.',
  labelNames: ['dependency'],
});

export const fleetShare = new Gauge({
  name: 'broker_fleet_share',
  help: 'The part of every Cognito quota that this replica may use, 0 to 1.',
});

export const cognitoQueueLength = new Gauge({
  name: 'broker_cognito_queue_length',
  help: 'Calls that wait for room in their quota category.',
  labelNames: ['category'],
});

export const cognitoCallsInFlight = new Gauge({
  name: 'broker_cognito_calls_in_flight',
  help: 'Calls that Cognito has not answered yet, by quota category.',
  labelNames: ['category'],
});

export const cognitoCalls = new Histogram({
  name: 'broker_cognito_call_duration_seconds',
  help: 'Calls that were sent to Cognito, by quota category and outcome, and how long Cognito took.',
  labelNames: ['category', 'outcome'] as const,
  buckets: LATENCY_BUCKETS,
});

/** What an alert is raised for. A series that is born with its first error has not increased: so these are there from the start. */
export const FAILURE_OUTCOMES = ['throttled', 'misconfigured'] as const;
export type FailureOutcome = (typeof FAILURE_OUTCOMES)[number];

export const dependencyFailures = new Counter({
  name: 'broker_dependency_failures_total',
  help: 'Calls to the table and to the key that were throttled, or that a person has to mend something for.',
  labelNames: ['dependency', 'outcome'] as const,
});
for (const dependency of ['table', 'key'])
  for (const outcome of FAILURE_OUTCOMES) dependencyFailures.inc({ dependency, outcome }, 0);
