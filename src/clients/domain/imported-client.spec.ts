import {
  aClient,
  aCredential,
  aTenant,
  NOON,
  withCredentials,
} from '../../../test/support/domain-fixtures.js';
import { activate, importedClient, undoCreation } from './client-lifecycle.js';
import { nextDue } from './client.js';
import { activateCredential, reserveSuccessor, revoke, settle } from './credential-lifecycle.js';
import { statusOf } from './credential.js';

const credential = aCredential({ state: 'imported' });
const imported = (disabled = false) =>
  importedClient(aClient({ status: 'provisioning', sub: undefined }), { disabled }, [credential]);

describe('an imported client', () => {
  it('is active once its user is made, or disabled as it was', () => {
    expect(activate(imported(), 'sub', NOON)?.after.status).toBe('active');
    expect(activate(imported(true), 'sub', NOON)?.after.status).toBe('disabled');
  });

  it('is never withdrawn, whatever Cognito says, unless its tenant goes', () => {
    expect(undoCreation(imported(), aTenant(), NOON)).toBeUndefined();
    expect(undoCreation({ ...imported(), imported: undefined }, aTenant(), NOON)?.after.status).toBe(
      'deleted',
    );
    const tenant = aTenant({ status: 'deleting' });
    expect(undoCreation(imported(), tenant, NOON)?.after.status).toBe('deleted');
  });

  it('is due for the sessions of its credentials, which are in the making until then', () => {
    const client = { ...imported(), status: 'active' } as const;
    expect(nextDue(client)).toBeGreaterThan(NOON);
    expect(statusOf(credential, NOON)).toBe('provisioning');
    const { after } = activateCredential(client, credential.id, NOON);
    expect(statusOf(after.credentials[credential.id]!, NOON)).toBe('active');
    expect(nextDue(after)).toBeUndefined();
  });

  it('has credentials that can end before they begin, and not be rotated', () => {
    const client = { ...imported(), status: 'active' } as const;
    expect(revoke(client, credential.id, NOON).ended).toMatchObject([{ state: 'revoked' }]);
    const over = withCredentials(client, { ...credential, expiresAt: NOON });
    expect(statusOf(over.credentials[credential.id]!, NOON)).toBe('expired');
    expect(settle(over, NOON)?.ended).toMatchObject([{ state: 'expired' }]);
    const rotation = { grace: 0, at: NOON };
    expect(() => reserveSuccessor(client, credential.id, aCredential(), rotation)).toThrow('credential');
  });
});
