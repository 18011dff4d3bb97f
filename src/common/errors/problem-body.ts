import { PROBLEMS } from './problem-catalogue.js';
import type { Problem } from './problem.js';

/** RFC 9457 §3, with our `code` and `requestId`. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** What the wire gets of a problem: status, header fields, body. */
export function problemResponse(problem: Problem, requestId: string) {
  const { status, title, help } = PROBLEMS[problem.code];
  const { detail = help, errors } = problem.details;
  const body: ProblemBody = {
    type: `urn:b2b-auth-broker:problem:${problem.code}`,
    title,
    status,
    detail,
    code: problem.code,
    requestId,
    ...(errors && { errors }),
  };
  return { status, headers: headersOf(problem), body };
}

function headersOf({ code, status, details: { retryAfter, allow } }: Problem): Record<string, string> {
  const wait = retryAfter ?? (status === 503 ? 1 : undefined);
  return {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    ...(status === 401 && { 'www-authenticate': challenge(code) }),
    ...(wait !== undefined && { 'retry-after': String(wait) }),
    ...(allow && { allow: allow.join(', ') }),
  };
}

/** RFC 6750 §3: no error code where no token was sent. */
function challenge(code: Problem['code']): string {
  return code === 'invalid_token' ? 'Bearer realm="portal", error="invalid_token"' : 'Bearer realm="portal"';
}
