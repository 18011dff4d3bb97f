import type { Caller } from '../guard/caller.js';
import type { Role } from '../guard/principal.js';
import { auditQuery } from './audit-query.js';

const OWN = 'tn_0123456789abcdef';
const OTHER = 'tn_fedcba9876543210';

function caller(type: Role, tenantId: string): Caller {
  const principal = { type, userId: 'u', email: 'a@b.example', name: 'A', tenantId, mfa: false };
  return { principal, requestId: 'r', signal: new AbortController().signal };
}

const operator = caller('operator', 'platform');
const admin = caller('tenant_admin', OWN);

describe('whose audit trail is read', () => {
  it('is an admin’s own, said or not', () => {
    expect(auditQuery(admin, { limit: 20 }).tenantId).toBe(OWN);
    expect(auditQuery(admin, { limit: 20, tenantId: OWN }).tenantId).toBe(OWN);
  });

  it.each([OTHER, 'platform'])('is for an admin never another one: %s', (tenantId) => {
    expect(() => auditQuery(admin, { limit: 20, tenantId })).toThrow('not_found');
  });

  it('is for an operator the platform’s, or the one asked for', () => {
    expect(auditQuery(operator, { limit: 20 }).tenantId).toBe('platform');
    expect(auditQuery(operator, { limit: 20, tenantId: OTHER }).tenantId).toBe(OTHER);
  });
});

describe('the times of an audit query', () => {
  it('are read as UTC', () => {
    const query = auditQuery(admin, { limit: 5, from: '1970-01-02', to: '1970-01-01T01:00:00+01:00' });
    expect(query).toMatchObject({ limit: 5, from: 86_400_000, to: 0 });
  });

  it('never lie before 1970, which the trail cannot tell', () => {
    expect(auditQuery(admin, { limit: 5, from: '1969-07-20', to: '0001-01-01' })).toMatchObject({
      from: 0,
      to: 0,
    });
  });

  it('are left out where they are not said', () => {
    const { from, to } = auditQuery(admin, { limit: 5 });
    expect([from, to]).toEqual([undefined, undefined]);
  });
});
