import { CLIENT_ID, REGISTRATION_ID, TENANT_ID } from '../../common/ids.js';
import { approved, newRegistration, rejected } from './registration-decision.js';

const request = {
  organization: 'Acme',
  admin: { email: 'ana@acme.example', name: 'Ana' },
  client: { name: 'Warehouse' },
};
const pending = newRegistration(request, { at: 1_000, approvalPending: true });

describe('a registration', () => {
  it('begins pending, with what was asked for and nothing else', () => {
    const given = { ...request, admin: { ...request.admin, role: 'operator' }, status: 'approved' };
    const made = newRegistration(given, { at: 1_000, approvalPending: false });
    expect(made.id).toMatch(REGISTRATION_ID);
    expect(made).toEqual({
      ...request,
      id: made.id,
      status: 'pending',
      createdAt: 1_000,
      approvalPending: false,
    });
  });

  it('is approved with ids for all that is to be made', () => {
    const { approval, ...rest } = approved(pending, ['orders:read']);
    expect(rest).toEqual({ ...pending, status: 'approved', approvalPending: false });
    expect(approval).toMatchObject({ allowedScopes: ['orders:read'], complete: false });
    expect(approval!.tenantId).toMatch(TENANT_ID);
    expect(approval!.clientId).toMatch(CLIENT_ID);
  });

  it('keeps its invitation when two approve it at once, so that neither finds the address taken by the other', () => {
    const [one, other] = [approved(pending, []), approved(pending, [])];
    expect(one.approval!.invitationId).toBe(other.approval!.invitationId);
    expect(one.approval!.tenantId).not.toBe(other.approval!.tenantId);
  });

  it('is rejected, and then nobody’s work any more', () => {
    expect(rejected(pending)).toEqual({ ...pending, status: 'rejected', approvalPending: false });
  });
});
