import type { Answer } from '../support/api.js';
import type { Outcome } from './history.js';
import type { Answered } from './recorder.js';

/** What the token endpoint says of a credential that does not work. */
export const BAD_CREDENTIAL = ['invalid_grant', 'invalid_client'];
/** What the portal says where something is not as it must be for a change. */
export const CONFLICTS = [
  'client_not_active',
  'tenant_not_active',
  'credential_not_active',
  'credential_already_retiring',
  'credential_limit_reached',
];

/** RFC 9457 and RFC 6749, whichever it is; and a credential where one was made. */
export interface AnyBody {
  readonly code?: string;
  readonly error?: string;
  readonly credentialId?: string;
  readonly credential?: string;
}

/** What came of a request. @param refusals the codes with which it may be refused */
export async function answered(
  request: Promise<Answer<AnyBody>>,
  refusals: readonly string[],
): Promise<Answered & { readonly body?: AnyBody }> {
  try {
    const { status, headers, body } = await request;
    const code = status < 300 ? undefined : (body?.code ?? body?.error);
    const outcome = outcomeOf(status, code, headers.has('retry-after'), refusals);
    return { outcome, status, code, madeId: body?.credentialId, body };
  } catch (error) {
    // Whatever fetch meets on the wire is a TypeError; of another realm than this one's, under Jest.
    if ((error as Error).name !== 'TypeError') throw error;
    return { outcome: 'cut' };
  }
}

function outcomeOf(
  status: number,
  code: string | undefined,
  hasRetryAfter: boolean,
  refusals: readonly string[],
): Outcome {
  if (status < 300) return 'done';
  if (status === 503 && code === 'temporarily_unavailable' && hasRetryAfter) return 'outage';
  return code !== undefined && refusals.includes(code) ? 'refused' : 'odd';
}
