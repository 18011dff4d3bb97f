import { jest } from '@jest/globals';
import { isInstalled } from '../../dev/emulators/python-environment.js';
import { Api } from '../support/api.js';
import { describeWith } from '../support/optional-suite.js';
import { readComposeFile } from './compose-file.js';
import { Composed } from './composed.js';

jest.setTimeout(120_000);

const { services, volumes } = readComposeFile();

describe.each(Object.entries(services))('the service %s', (_, service) => {
  it('is confined', () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('is reached from this machine alone', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('keeps state in named volumes alone', () => {
    for (const volume of service.volumes ?? []) expect(Object.keys(volumes)).toContain(volume.split(':')[0]);
  });

  it('waits for health, or for the end of what runs once', () => {
    for (const [name, { condition }] of Object.entries(service.depends_on ?? {}))
      expect(condition).toBe(
        services[name]!.healthcheck ? 'service_healthy' : 'service_completed_successfully',
      );
  });

  it('has an image of a fixed version, or of our making', () => {
    expect(service.build !== undefined || /:\d+\.\d+\.\d+$/.test(service.image)).toBe(true);
  });
});

// One story: of one start, and of a second after LocalStack has forgotten its keys.
describeWith('LocalStack', isInstalled('localstack') || undefined, () => {
  let composed: Composed;
  let printed: string[];

  beforeAll(async () => {
    composed = await Composed.prepare();
    printed = await composed.done('ready');
  });

  afterAll(() => composed.down());

  it('ends with the banner', () => {
    expect(printed).toEqual(
      expect.arrayContaining(['The broker is ready.', 'Sign in as', 'Ctrl-C stops everything.']),
    );
  });

  it('prints a request that gets a token as pasted', async () => {
    expect(await pasted(printed)).toMatchObject({ token_type: 'Bearer', scope: 'orders:read orders:write' });
  });

  it('opens what it has sealed when LocalStack has lost the key', async () => {
    await composed.stop('ready', 'broker', 'init', 'kms');
    const again = await composed.done('ready');

    expect(again).toEqual(printed);
    expect(await pasted(again)).toMatchObject({ token_type: 'Bearer' });
  });
});

async function pasted(lines: readonly string[]): Promise<unknown> {
  const [url, ...form] = lines
    .find((line) => line.includes('curl'))!
    .trim()
    .split(' ')
    .slice(2);
  const words = form.filter((word) => word !== '-d').map((word) => word.split('='));
  return (await new Api(new URL(url!).origin).token(Object.fromEntries(words) as Record<string, string>))
    .body;
}
