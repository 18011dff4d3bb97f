import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, launch } from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Nothing but what the page asks for: no updates, no look-ups of its own. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the Chromium that is installed, with a profile that goes with it. */
export function startChromium(userDataDir: string): Promise<Browser> {
  const defaultViewport = { width: 1400, height: 1000 };
  return launch({ executablePath: installed(), userDataDir, args: FLAGS, defaultViewport });
}

function installed(): string {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const files = directories.flatMap((directory) => NAMES.map((name) => join(directory, name)));
  const found = files.find(isExecutable);
  if (found === undefined)
    throw new Error(`no Chromium on the PATH: install one (Debian: apt-get install chromium)`);
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
