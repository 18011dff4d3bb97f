import process from 'node:process';
import { tsImport } from 'tsx/esm/api';

const { packagesForTests } = await tsImport('./dev/bundle/packages-for-tests.ts', import.meta.url);

// Node 20 is supported as long as the SDK runs on it; its warning at every start would bury what tests print.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
export default {
  rootDir: '.',
  roots: ['<rootDir>/src', '<rootDir>/test', '<rootDir>/packages'],
  testMatch: ['**/*.spec.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@b2b-auth-broker/(verifier|consumer)$': '<rootDir>/packages/$1/src/index.ts',
    '^@b2b-auth-broker/verifier/(.*)$': '<rootDir>/packages/verifier/src/$1.ts',
    ...(await packagesForTests()),
  },
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist'],
  // CommonJS that requires an ES module, which Jest can do on Node 24.9 and later only: it gets it as CommonJS.
  transformIgnorePatterns: ['/node_modules/(?!(?:.*/)?content-disposition/)'],
  transform: {
    '/content-disposition/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  setupFilesAfterEnv: ['<rootDir>/test/support/jest-setup.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/support/summary-reporter.js'],
  testTimeout: 60_000,
  // Tests wait for emulators more than they compute.
  maxWorkers: '100%',
  // Modules of a test file are not let go of when it is over: a worker that has grown gives way to a new one.
  workerIdleMemoryLimit: '1GB',
};
