import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** The folder of package.json. From wherever this is: `src`, a compiled file or a bundle (`imports` in package.json). */
export const PACKAGE_ROOT = dirname(createRequire(import.meta.url).resolve('#package.json'));
