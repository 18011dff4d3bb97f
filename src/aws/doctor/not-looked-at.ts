import type { Finding } from '../../doctor/finding.js';
import { labelOf } from '../error-label.js';

const DENIED = ['AccessDeniedException', 'AccessDenied', 'UnauthorizedException'];
const GONE = ['ResourceNotFoundException', 'NotFoundException', 'UserPoolClientNotFoundException'];

/** Whether AWS says that whoever asks has not the right to. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && DENIED.includes(error.name);
}

/** That something is not there, or could not be looked at. @param what in words */
export function notLookedAt(setting: string, what: string, error: unknown): Finding {
  if (error instanceof Error && GONE.includes(error.name))
    return {
      severity: 'error',
      setting,
      what: `${what} is not there`,
      why: 'nothing works without it',
      mend: 'node dist/cli init, and put what it prints into the environment',
    };
  if (isDenied(error))
    return {
      severity: 'unseen',
      setting: `${setting}.rights`,
      what: `${what} could not be looked at: access is denied`,
      why: 'what is not looked at may be wrong; the broker itself needs less than this command',
      mend: 'run this with the rights of docs/operations.md, "Rights in AWS"',
    };
  return {
    severity: 'error',
    setting: `${setting}.reachable`,
    what: `${what} could not be asked about (${labelOf(error)})`,
    why: 'the broker would fare the same',
    mend: 'look at the network, AWS_REGION, the credentials and the AWS_ENDPOINT_URL variables; then run this again',
  };
}
