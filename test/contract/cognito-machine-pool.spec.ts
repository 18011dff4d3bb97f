import { machinePoolFixture } from '../support/cognito-fixtures.js';
import { emulators } from '../support/emulators.js';
import { describeWith } from '../support/optional-suite.js';
import { describeMachinePoolContract } from './machine-pool.contract.js';

const { cognitoLocal, ministack } = emulators();

describeMachinePoolContract('cognito-local', () => machinePoolFixture(cognitoLocal), {
  wrongSecret: 'it takes any SECRET_HASH',
  disabledUser: 'it signs in and refreshes disabled users',
});

describeWith('ministack', ministack, (endpoint) =>
  describeMachinePoolContract('ministack', () => machinePoolFixture(endpoint)),
);
