interface ProblemType {
  readonly status: number;
  readonly title: string;
  /** What the caller can do. */
  readonly help: string;
}

/** Every error of the portal API. Codes are stable; docs/errors.md is held against this list by a test. */
export const PROBLEMS = {
  validation_failed: {
    status: 400,
    title: 'The request is not valid',
    help: 'Mend the fields named in `errors`. Unknown fields are refused too.',
  },
  malformed_request: {
    status: 400,
    title: 'The request cannot be read',
    help: 'Send a well-formed URL and, where a body is wanted, one JSON object in UTF-8.',
  },
  bad_cursor: {
    status: 400,
    title: 'The cursor is not valid',
    help: 'Send `nextCursor` of the same list unchanged, or leave `cursor` out to start anew.',
  },
  password_rejected: {
    status: 400,
    title: 'The new password does not meet the policy',
    help: 'Choose a longer password: 12 characters are the least.',
  },
  reset_refused: {
    status: 400,
    title: 'The password was not reset',
    help: 'Ask for a new code, and choose a password of 12 characters at least. Causes are not told apart.',
  },
  code_refused: {
    status: 400,
    title: 'The code is not the one that the app shows',
    help: 'Check the clock of the device and send the code that it shows now, or start over.',
  },
  authentication_required: {
    status: 401,
    title: 'Sign in first',
    help: 'Send the access token of `POST /api/v1/auth/login` as `Authorization: Bearer …`.',
  },
  invalid_token: {
    status: 401,
    title: 'The access token is not valid',
    help: 'It has expired or is not one of this portal: refresh it or sign in again.',
  },
  sign_in_refused: {
    status: 401,
    title: 'Sign-in refused',
    help: 'Check address, password and code, and start the sign-in again. Causes are not told apart.',
  },
  forbidden: {
    status: 403,
    title: 'Your role does not allow this',
    help: 'Ask an operator.',
  },
  scope_not_allowed: {
    status: 403,
    title: 'A scope is not allowed for this tenant',
    help: 'Ask for scopes within the tenant’s `allowedScopes`, or have an operator widen them.',
  },
  registration_closed: {
    status: 403,
    title: 'Registration is closed',
    help: 'Ask the provider: an operator can still register your organisation.',
  },
  not_found: {
    status: 404,
    title: 'There is no such thing',
    help: 'Check the path and the id. What belongs to another tenant is answered the same.',
  },
  method_not_allowed: {
    status: 405,
    title: 'The path does not know this method',
    help: 'Use one of the methods in the `Allow` header.',
  },
  request_timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    help: 'Send it again.',
  },
  client_not_active: {
    status: 409,
    title: 'The client is not active',
    help: 'Wait until it is provisioned, or enable it first.',
  },
  credential_not_active: {
    status: 409,
    title: 'The credential is not active',
    help: 'Only an active credential can be rotated: issue a new one.',
  },
  credential_already_retiring: {
    status: 409,
    title: 'The credential is already being replaced',
    help: 'Rotate its successor instead.',
  },
  credential_limit_reached: {
    status: 409,
    title: 'The client has as many live credentials as it may have',
    help: 'Revoke one first: five are allowed, ten with rotations under way.',
  },
  tenant_not_active: {
    status: 409,
    title: 'The tenant is not active',
    help: 'An operator has to resume it first.',
  },
  tenant_not_suspended: {
    status: 409,
    title: 'The tenant is not suspended',
    help: 'Suspend it first: then see that nobody misses it.',
  },
  tenant_deleting: {
    status: 409,
    title: 'The tenant is being deleted',
    help: 'It does not come back: have the organisation registered anew.',
  },
  platform_tenant: {
    status: 409,
    title: 'The operators’ own tenant always stays active',
    help: 'Name another tenant, or disable or delete a single client.',
  },
  email_taken: {
    status: 409,
    title: 'The e-mail address belongs to somebody already',
    help: 'Use another address.',
  },
  already_active: {
    status: 409,
    title: 'The person has signed in already',
    help: 'They need no invitation. A forgotten password is replaced at `POST /api/v1/auth/forgot-password`.',
  },
  own_account: {
    status: 409,
    title: 'Nobody removes themselves',
    help: 'Have somebody else do it.',
  },
  last_operator: {
    status: 409,
    title: 'It is the last operator',
    help: 'Invite another one first.',
  },
  registration_decided: {
    status: 409,
    title: 'The registration was decided the other way',
    help: 'Register anew.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'A request with this key is still being carried out',
    help: 'Repeat it, unchanged, after the time in `Retry-After`: you get the one answer.',
  },
  stale_version: {
    status: 412,
    title: 'Changed by someone else meanwhile',
    help: 'GET it again and repeat the change with its new `ETag`.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    help: 'Send at most 64 KiB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The media type is not supported',
    help: 'Send `Content-Type: application/json`, without a content encoding.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The key was used for another body',
    help: 'Use a new `Idempotency-Key` for each request that you do not mean as a repeat.',
  },
  precondition_required: {
    status: 428,
    title: 'If-Match is missing',
    help: 'Send the `ETag` of the last GET as `If-Match`.',
  },
  too_many_requests: {
    status: 429,
    title: 'Too many attempts',
    help: 'Repeat the request after the time in `Retry-After`.',
  },
  headers_too_large: {
    status: 431,
    title: 'The header fields are too large',
    help: 'Send at most 16 KiB of them.',
  },
  internal_error: {
    status: 500,
    title: 'Something went wrong on our side',
    help: 'Tell the provider the `requestId`.',
  },
  temporarily_unavailable: {
    status: 503,
    title: 'Temporarily unavailable',
    help: 'Repeat the request after the time in `Retry-After`. Nothing is wrong with what you sent.',
  },
} as const satisfies Record<string, ProblemType>;

export type ProblemCode = keyof typeof PROBLEMS;
