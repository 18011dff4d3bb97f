import type { AuthorizerEvent } from '../../src/lambda.js';

/**
 * What API Gateway hands to an authorizer, with all the members that its developer guide shows ("Input to an API Gateway
 * Lambda authorizer", "Control access to HTTP APIs with AWS Lambda authorizers").
 */
const API = 'arn:aws:execute-api:eu-central-1:123456789012:abcdef123';
const HOST = 'abcdef123.execute-api.eu-central-1.amazonaws.com';

/** REST API, authorizer of type TOKEN. */
export function tokenEvent(authorization?: string): AuthorizerEvent {
  return {
    type: 'TOKEN',
    authorizationToken: authorization ?? '',
    methodArn: `${API}/prod/GET/orders/7/lines`,
  };
}

/** REST API, authorizer of type REQUEST: names of headers as the caller wrote them, of two with one name the last. */
export function requestEvent(...authorizations: (string | undefined)[]): AuthorizerEvent {
  const values = authorizations.filter((value) => value !== undefined);
  const multiValueHeaders: Record<string, string[]> = {
    Accept: ['*/*'],
    'Accept-Encoding': ['gzip, deflate'],
    'CloudFront-Forwarded-Proto': ['https'],
    'CloudFront-Viewer-Country': ['DE'],
    Host: [HOST],
    'User-Agent': ['curl/8.5.0'],
    Via: ['1.1 0123456789abcdef.cloudfront.net (CloudFront)'],
    'X-Amz-Cf-Id': ['0123456789abcdef'],
    'X-Amzn-Trace-Id': ['Root=1-65a1b2c3-0123456789abcdef01234567'],
    'X-Forwarded-For': ['192.0.2.1, 198.51.100.1'],
    'X-Forwarded-Port': ['443'],
    'X-Forwarded-Proto': ['https'],
    ...(values.length > 0 && { Authorization: values }),
  };
  const headers = Object.entries(multiValueHeaders).map(([name, all]) => [name, all.at(-1)!]);
  return {
    type: 'REQUEST',
    methodArn: `${API}/prod/GET/orders/7/lines`,
    ...{ resource: '/orders/{id}/lines', path: '/orders/7/lines', httpMethod: 'GET' },
    headers: Object.fromEntries(headers) as Record<string, string>,
    multiValueHeaders,
    ...{ queryStringParameters: { page: '1' }, multiValueQueryStringParameters: { page: ['1'] } },
    ...{ pathParameters: { id: '7' }, stageVariables: {} },
    ...{ requestContext: restContext('prod') },
  };
}

/** HTTP API, payload format 1.0. */
export function httpApi1Event(authorization?: string): AuthorizerEvent {
  return {
    version: '1.0',
    type: 'REQUEST',
    methodArn: `${API}/$default/GET/orders/7/lines`,
    ...{ identitySource: authorization ?? '', authorizationToken: authorization ?? '' },
    ...{ resource: '/orders/{id}/lines', path: '/orders/7/lines', httpMethod: 'GET' },
    headers: headersOf(authorization),
    ...{ queryStringParameters: { page: '1' }, pathParameters: { id: '7' }, stageVariables: {} },
    ...{ requestContext: restContext('$default') },
  };
}

/** HTTP API, payload format 2.0: names of headers in lower case, of two with one name the values joined. */
export function httpApi2Event(authorization?: string): AuthorizerEvent {
  return {
    version: '2.0',
    type: 'REQUEST',
    routeArn: `${API}/$default/GET/orders/7/lines`,
    ...{ identitySource: authorization === undefined ? null : [authorization] },
    ...{ routeKey: 'GET /orders/{id}/lines', rawPath: '/orders/7/lines', rawQueryString: 'page=1' },
    ...{ cookies: ['theme=dark'], queryStringParameters: { page: '1' }, pathParameters: { id: '7' } },
    headers: headersOf(authorization),
    ...{ requestContext: httpContext(), stageVariables: {} },
  };
}

function headersOf(authorization: string | undefined): Record<string, string> {
  return {
    accept: '*/*',
    'content-length': '0',
    host: HOST,
    'user-agent': 'curl/8.5.0',
    'x-amzn-trace-id': 'Root=1-65a1b2c3-0123456789abcdef01234567',
    'x-forwarded-for': '192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    ...(authorization !== undefined && { authorization }),
  };
}

function restContext(stage: string): object {
  return {
    path: '/orders/7/lines',
    accountId: '123456789012',
    resourceId: '05c7jb',
    stage,
    requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    identity: { apiKey: null, sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0', clientCert: null },
    resourcePath: '/orders/{id}/lines',
    httpMethod: 'GET',
    apiId: 'abcdef123',
  };
}

function httpContext(): object {
  const http = { method: 'GET', path: '/orders/7/lines', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' };
  return {
    ...{ accountId: '123456789012', apiId: 'abcdef123', domainName: HOST, domainPrefix: 'abcdef123' },
    http: { ...http, userAgent: 'curl/8.5.0' },
    requestId: 'JKJaXmPLvHcESHA=',
    ...{ routeKey: 'GET /orders/{id}/lines', stage: '$default' },
    ...{ time: '28/Nov/2026:10:00:00 +0000', timeEpoch: 1_795_860_000_000 },
  };
}
