import { documentedOperations, nameOf } from '../../test/support/operations.js';
import type { FastifyRequest } from '../common/http/fastify-request.js';
import { portalRooms } from './portal-rooms.js';

/** What ends access: nobody is kept from it by a crowd that does something else. */
const CUTS_OFF = [
  'DELETE /api/v1/admin/tenants/{tenantId}',
  'DELETE /api/v1/admin/users/{userId}',
  'DELETE /api/v1/clients/{clientId}',
  'DELETE /api/v1/clients/{clientId}/credentials/{credentialId}',
  'POST /api/v1/admin/tenants/{tenantId}/suspend',
  'POST /api/v1/auth/logout',
  'POST /api/v1/clients/{clientId}/disable',
];

it('each request of the portal API has one room, and what ends access has another', () => {
  const [cutOff, other] = portalRooms(1);
  const rooms = documentedOperations().map((operation) => {
    const request = { method: operation.method, routeOptions: { url: operation.path } } as FastifyRequest;
    return [nameOf(operation), cutOff!.isFor(request), other!.isFor(request)] as const;
  });

  const names = (cuts: boolean, others: boolean) =>
    rooms.filter(([, one, two]) => one === cuts && two === others).map(([name]) => name);
  expect(names(true, false).sort()).toEqual(CUTS_OFF);
  expect(names(true, true)).toEqual([]);
  expect(names(false, false).filter((name) => name.includes(' /api/'))).toEqual([]);
});
