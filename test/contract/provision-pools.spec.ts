import { emulators } from '../support/emulators.js';
import { describeWith } from '../support/optional-suite.js';
import { describeProvisioning } from './provision-pools.contract.js';

const { cognitoLocal, ministack } = emulators();

describeProvisioning('cognito-local', cognitoLocal);
describeWith('ministack', ministack, (endpoint) => describeProvisioning('ministack', endpoint));
