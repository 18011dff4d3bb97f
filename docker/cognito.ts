import { once } from 'node:events';
import process from 'node:process';
import { startCognitoLocal } from '../dev/emulators/cognito-local.js';
import { deliver } from '../dev/stack/outbox.js';
import { placesIn } from '../dev/stack/places.js';
import { required } from './environment.js';

/** cognito-local in a container of its own: what it would mail is printed, and kept for whoever makes the demo tenant. */
const places = placesIn(required('DATA_DIR'));
const server = await startCognitoLocal({
  host: required('HOST'),
  port: Number(required('PORT')),
  issuer: required('ISSUER'),
  dataDir: places.cognito,
  onMail: (mail) => deliver(places, mail),
  onOutput: (line) => console.log(line),
});
const ended = server.ended.then(() => 1);
process.exitCode = await Promise.race([once(process, 'SIGTERM').then(() => 0), ended]);
await server.stop();
