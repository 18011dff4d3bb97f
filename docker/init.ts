import { join } from 'node:path';
import { KMSClient } from '@aws-sdk/client-kms';
import { commandLine } from '../dev/stack/command-line.js';
import { masterKey } from '../dev/stack/master-key.js';
import { placesIn } from '../dev/stack/places.js';
import { writePrivately } from '../dev/stack/private-file.js';
import { Stack } from '../dev/stack/stack.js';
import { required } from './environment.js';
import { ensureKey } from './key.js';
import { settings } from './settings.js';

/** Makes what the broker stands on, or completes it, and writes down what the broker has to know of it. */
const places = placesIn(required('DATA_DIR'));
await ensureKey(new KMSClient(), await masterKey(places));
const printed = await commandLine(new Stack(), ['init'], { cwd: places.root, env: {} });
await writePrivately(join(required('SETTINGS_DIR'), '.env'), settings(printed));
console.log('The key, the table and the user pools are there');
