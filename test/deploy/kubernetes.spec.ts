import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Deployment {
  readonly spec: { readonly template: { readonly spec: { readonly terminationGracePeriodSeconds: number } } };
}

interface Kustomization {
  readonly configMapGenerator: readonly [{ readonly literals: readonly string[] }];
}

it('Kubernetes gives the process the time that it takes to stop', () => {
  const finish = Number(/const FINISH = (\d+) \* SECOND/.exec(readFileSync('src/broker.ts', 'utf8'))![1]);
  const [{ literals }] = (read('kustomization.yaml') as Kustomization).configMapGenerator;
  const drainDelay = Number(/DRAIN_DELAY=(\d+)/.exec(literals.join(' '))![1]);
  const { terminationGracePeriodSeconds } = (read('deployment.yaml') as Deployment).spec.template.spec;

  expect(terminationGracePeriodSeconds).toBeGreaterThan(drainDelay + finish);
});

function read(file: string): unknown {
  return parse(readFileSync(`deploy/kubernetes/base/${file}`, 'utf8'));
}
