import { Gauge } from 'prom-client';

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
