import { startBroker } from './broker.js';
import { exitOnBadConfiguration } from './config/exit-on-bad-configuration.js';

const config = exitOnBadConfiguration();
await startBroker(config);
