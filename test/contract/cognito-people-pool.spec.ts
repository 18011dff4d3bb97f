import { peoplePoolFixture } from '../support/cognito-fixtures.js';
import { emulators } from '../support/emulators.js';
import {
  resetCodeByCognitoLocal,
  resetCodeByMinistack,
  temporaryPasswordByCognitoLocal,
  temporaryPasswordByMinistack,
} from '../support/mails.js';
import { describeWith } from '../support/optional-suite.js';
import { describePeoplePoolContract } from './people-pool.contract.js';

const { cognitoLocal, ministack } = emulators();

describePeoplePoolContract(
  'cognito-local',
  () =>
    peoplePoolFixture(cognitoLocal, {
      temporaryPassword: temporaryPasswordByCognitoLocal,
      resetCode: resetCodeByCognitoLocal,
    }),
  {
    wrongTemporaryPassword: 'it asks for a new password whatever the old one was',
    sessionAfterMfa: 'it forgets the refresh token of an answered challenge',
    wrongSecret: 'it takes any SECRET_HASH',
    disabledPerson: 'it signs in and refreshes disabled users',
  },
);

describeWith('ministack', ministack, (endpoint) =>
  describePeoplePoolContract('ministack', () =>
    peoplePoolFixture(endpoint, {
      temporaryPassword: (email) => temporaryPasswordByMinistack(endpoint, email),
      resetCode: (email) => resetCodeByMinistack(endpoint, email),
    }),
  ),
);
