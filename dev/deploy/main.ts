/**
 * Checks what stands under deploy/, and the compose file: the templates by their linters, what they come to by Kubernetes's
 * schemas, and that chart and kustomization come to the same.
 */
import { deepStrictEqual } from 'node:assert';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { objectsIn } from './objects.js';
import { tool } from './tool.js';

const CHART = 'deploy/helm/b2b-auth-broker';
const OVERLAY = 'deploy/kubernetes/overlays/aws';
const VALUES = ['--values', `${CHART}/ci/example-values.yaml`];
/** Of the Kubernetes that the managed services still offer. */
const KUBERNETES = ['1.31', '1.35'];

await tool('cfn-lint', 'deploy/cloudformation/broker.yaml', 'deploy/cloudformation/authorizer.yaml');
console.log('the CloudFormation templates have no findings');

await checkComposeFile();
console.log('the compose file is as the compose specification wants it');

await tool('helm', 'lint', '--strict', CHART, ...VALUES);
const chart = await tool('helm', 'template', 'b2b-auth-broker', CHART, ...VALUES);
const overlay = await tool('kubectl', 'kustomize', OVERLAY);
for (const [name, rendered] of Object.entries({ chart, overlay })) await validate(name, rendered);
console.log(`chart and kustomization are as Kubernetes ${KUBERNETES.join(' and ')} want them`);

deepStrictEqual(objectsIn(chart), objectsIn(overlay));
const monitor = ['--set', 'serviceMonitor.enabled=true', '--show-only', 'templates/service-monitor.yaml'];
deepStrictEqual(
  objectsIn(await tool('helm', 'template', 'b2b-auth-broker', CHART, ...VALUES, ...monitor)),
  objectsIn(await readFile('deploy/kubernetes/components/service-monitor/service-monitor.yaml', 'utf8')),
);
console.log('chart and kustomization come to the same');

async function validate(name: string, rendered: string): Promise<void> {
  const file = resolve(`.tools/${name}.yaml`);
  await writeFile(file, rendered);
  for (const version of KUBERNETES)
    await tool('kubernetes-validate', '--quiet', '--strict', '-k', version, file);
}

async function checkComposeFile(): Promise<void> {
  const compose: unknown = parse(await readFile('docker-compose.yml', 'utf8'), { merge: true });
  const file = resolve('.tools/docker-compose.json');
  await writeFile(file, JSON.stringify(compose));
  const check =
    'import json, jsonschema, sys; jsonschema.validate(*(json.load(open(f)) for f in sys.argv[1:]))';
  await tool('python', '-c', check, file, resolve('.tools/compose-spec.json'));
}
