import type { AddressInfo } from 'node:net';
import { Logger } from '@nestjs/common';
import { Gauge, register } from 'prom-client';
import { serveMetrics } from './metrics-server.js';

describe('the metrics server', () => {
  beforeAll(() => void Logger.overrideLogger(false));

  it('answers 500 where a metric cannot be read, and serves the rest of the time', async () => {
    const server = await serveMetrics({ host: '127.0.0.1', managementPort: 0 });
    const url = `http://127.0.0.1:${(server!.address() as AddressInfo).port}/metrics`;
    const collect = (): Promise<void> => Promise.reject(new Error('broken'));
    register.registerMetric(new Gauge({ name: 'broken', help: 'Cannot be read.', collect, registers: [] }));

    expect((await fetch(url)).status).toBe(500);
    register.removeSingleMetric('broken');
    expect(await (await fetch(url)).text()).toContain('process_cpu_seconds_total');
    server!.close();
  });
});
