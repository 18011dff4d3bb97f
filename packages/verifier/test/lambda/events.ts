import type { AuthorizerEvent } from '../../src/lambda.js';

const STAGE = 'arn:aws:execute-api:eu-central-1:123456789012:abcdef123/prod';

/** REST API, authorizer of type TOKEN. */
export function tokenEvent(authorization?: string): AuthorizerEvent {
  return {
    type: 'TOKEN',
    methodArn: `${STAGE}/GET/orders/7/lines`,
    authorizationToken: authorization ?? '',
  };
}

/** REST API, authorizer of type REQUEST, as the caller wrote its headers. */
export function requestEvent(authorization?: string): AuthorizerEvent {
  const headers = {
    Accept: '*/*',
    Host: 'abcdef123.execute-api.eu-central-1.amazonaws.com',
    'User-Agent': 'curl/8.5.0',
    'X-Amzn-Trace-Id': 'Root=1-65a1b2c3-0123456789abcdef01234567',
    'X-Forwarded-For': '192.0.2.1',
    'X-Forwarded-Port': '443',
    'X-Forwarded-Proto': 'https',
    ...(authorization !== undefined && { Authorization: authorization }),
  };
  return {
    type: 'REQUEST',
    methodArn: `${STAGE}/GET/orders/7/lines`,
    ...{ resource: '/orders/{id}/lines', path: '/orders/7/lines', httpMethod: 'GET' },
    headers,
    ...{ multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])) },
    ...{ queryStringParameters: {}, pathParameters: { id: '7' }, stageVariables: {} },
    ...{ requestContext: { stage: 'prod', apiId: 'abcdef123', httpMethod: 'GET' } },
  };
}

/** HTTP API, payload format 1.0. */
export function httpApi1Event(authorization?: string): AuthorizerEvent {
  return { ...requestEvent(authorization), version: '1.0' } as AuthorizerEvent;
}

/** HTTP API, payload format 2.0: names of headers in lower case. */
export function httpApi2Event(authorization?: string): AuthorizerEvent {
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: `${STAGE}/GET/orders/7/lines`,
    ...{ identitySource: authorization === undefined ? null : [authorization] },
    ...{ routeKey: 'GET /orders/{id}/lines', rawPath: '/orders/7/lines', rawQueryString: '' },
    headers: {
      accept: '*/*',
      'content-length': '0',
      host: 'abcdef123.execute-api.eu-central-1.amazonaws.com',
      'user-agent': 'curl/8.5.0',
      'x-forwarded-for': '192.0.2.1',
      ...(authorization !== undefined && { authorization }),
    },
    ...{ requestContext: { accountId: '123456789012', apiId: 'abcdef123', stage: 'prod' } },
    ...{ pathParameters: { id: '7' } },
  };
}
