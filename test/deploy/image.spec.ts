import { readFileSync } from 'node:fs';

/** What the last stage of a Dockerfile says, line by line. */
function lastStage(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
}

it.each(['Dockerfile', 'docker/Dockerfile'])('%s starts the process itself, without a shell', (path) => {
  const stage = lastStage(path);
  const entrypoint = stage.indexOf('ENTRYPOINT []');
  // An ENTRYPOINT resets the command that was set before it.
  const command = stage.findIndex((line) => /^CMD \["node", /.test(line));

  expect(entrypoint).toBeGreaterThan(0);
  expect(command).toBeGreaterThan(entrypoint);
});
