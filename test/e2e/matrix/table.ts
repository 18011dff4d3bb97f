import { CALLERS, type CallerName } from '../../support/portal-world.js';

/**
 * Every operation and what it answers to each caller: `admin` is of the tenant that everything belongs to, `another` of
 * another tenant. Written by hand: whoever changes a number changes who may do what.
 */
const TABLE = `
                                                   nobody machine expired garbage removed admin another operator
POST /api/v1/auth/login                              200    200     200     200     200    200    200    200
POST /api/v1/auth/challenge                          401    401     401     401     401    401    401    401
POST /api/v1/auth/refresh                            200    200     200     200     200    200    200    200
POST /api/v1/auth/logout                             204    204     204     204     204    204    204    204
POST /api/v1/auth/forgot-password                    202    202     202     202     202    202    202    202
POST /api/v1/auth/reset-password                     400    400     400     400     400    400    400    400
GET  /api/v1/auth/me                                 401    401     401     401     401    200    200    200
POST /api/v1/auth/mfa                                401    401     401     401     401    200    200    200
POST /api/v1/auth/mfa/verify                         401    401     401     401     401    400    400    400

POST /api/v1/registrations                           202    401     401     401     401    202    202    201
GET  /api/v1/registrations                           401    401     401     401     401    403    403    200
POST /api/v1/registrations/{registrationId}/approve  401    401     401     401     401    403    403    200
POST /api/v1/registrations/{registrationId}/reject   401    401     401     401     401    403    403    200

GET  /api/v1/admin/tenants                           401    401     401     401     401    403    403    200
GET  /api/v1/admin/tenants/{tenantId}                401    401     401     401     401    403    403    200
PATCH /api/v1/admin/tenants/{tenantId}               401    401     401     401     401    403    403    200
POST /api/v1/admin/tenants/{tenantId}/suspend        401    401     401     401     401    403    403    200
POST /api/v1/admin/tenants/{tenantId}/resume         401    401     401     401     401    403    403    200
DELETE /api/v1/admin/tenants/{tenantId}              401    401     401     401     401    403    403    202

GET  /api/v1/admin/users                             401    401     401     401     401    200    200    200
POST /api/v1/admin/users                             401    401     401     401     401    201    404    201
POST /api/v1/admin/users/{userId}/resend-invitation  401    401     401     401     401    200    404    200
DELETE /api/v1/admin/users/{userId}                  401    401     401     401     401    204    404    204

GET  /api/v1/clients                                 401    401     401     401     401    200    200    200
POST /api/v1/clients                                 401    401     401     401     401    201    404    201
GET  /api/v1/clients/{clientId}                      401    401     401     401     401    200    404    200
PATCH /api/v1/clients/{clientId}                     401    401     401     401     401    200    404    200
POST /api/v1/clients/{clientId}/disable              401    401     401     401     401    200    404    200
POST /api/v1/clients/{clientId}/enable               401    401     401     401     401    200    404    200
DELETE /api/v1/clients/{clientId}                    401    401     401     401     401    204    404    204

GET  /api/v1/clients/{clientId}/credentials          401    401     401     401     401    200    404    200
POST /api/v1/clients/{clientId}/credentials          401    401     401     401     401    201    404    201
GET  /api/v1/clients/{clientId}/credentials/{credentialId}
                                                     401    401     401     401     401    200    404    200
POST /api/v1/clients/{clientId}/credentials/{credentialId}/rotate
                                                     401    401     401     401     401    201    404    201
DELETE /api/v1/clients/{clientId}/credentials/{credentialId}
                                                     401    401     401     401     401    204    404    204

GET  /api/v1/audit-events                            401    401     401     401     401    200    200    200
GET  /api/v1/admin/usage                             401    401     401     401     401    200    200    200
GET  /api/v1/admin/system                            401    401     401     401     401    403    403    200
GET  /api/v1/config                                  200    200     200     200     200    200    200    200

POST /oauth/token                                    200    401     401     401     401    401    401    401
POST /oauth/revoke                                   200    401     401     401     401    401    401    401
POST /oauth/introspect                               401    401     401     401     401    401    401    200
GET  /oauth/revocations                              200    200     200     200     200    200    200    200
GET  /.well-known/oauth-authorization-server         200    200     200     200     200    200    200    200
GET  /.well-known/jwks.json                          200    200     200     200     200    200    200    200
GET  /health/live                                    200    200     200     200     200    200    200    200
GET  /health/ready                                   200    200     200     200     200    200    200    200
`;

export type Statuses = Readonly<Record<CallerName, number>>;

/** Of every operation (`GET /health/live`), the statuses by caller. */
export const MATRIX: ReadonlyMap<string, Statuses> = new Map(
  [...TABLE.matchAll(/(GET|POST|PATCH|DELETE) +(\S+)((?:\s+\d{3})+)/g)].map(
    ([, method, path, statuses = '']) => [
      `${method} ${path}`,
      Object.fromEntries(
        statuses.match(/\d{3}/g)!.map((status, column) => [CALLERS[column], Number(status)]),
      ) as Record<CallerName, number>,
    ],
  ),
);
