import { Counter, Gauge, Histogram } from 'prom-client';
import { LATENCY_BUCKETS } from './request-metrics.js';

export const tokenRequests = new Histogram({
  name: 'broker_token_request_duration_seconds',
  help: 'Token requests by grant and outcome (`ok` or a code of docs/errors.md), and how long their decision took.',
  labelNames: ['grant', 'outcome'] as const,
  buckets: LATENCY_BUCKETS,
});

export const tokensServed = new Counter({
  name: 'broker_tokens_served_total',
  help: 'Bearer tokens by where they came from: memory, seal (the sealed session item) or cognito. Only the last cost a call.',
  labelNames: ['source'] as const,
});

export const batchKeys = new Histogram({
  name: 'broker_read_batch_keys',
  help: 'Different keys that a read of the token path shared its request with, itself included.',
  buckets: [1, 2, 3, 5, 10, 20, 50, 100],
});

export const liveCutOffs = new Gauge({
  name: 'broker_cut_offs_live',
  help: 'Cut-offs in the revocation feed, as this replica has read it last.',
});
