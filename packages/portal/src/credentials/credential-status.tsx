import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Credential } from '../api/types.js';

const SHOWN: Record<Credential['status'], [StatusIndicatorProps.Type, string]> = {
  active: ['success', 'Active'],
  retiring: ['pending', 'Retiring'],
  provisioning: ['in-progress', 'Being created'],
  expired: ['stopped', 'Expired'],
  revoked: ['stopped', 'Revoked'],
  failed: ['error', 'Refused by Cognito'],
};

export function CredentialStatus({ status }: { status: Credential['status'] }) {
  const [type, text] = SHOWN[status];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** For good. One that Cognito refuses keeps its place, and works again once Cognito takes it. */
export function hasEnded({ status }: Credential): boolean {
  return status === 'revoked' || status === 'expired';
}

/** Whether there is a way to its successor, begun or to begin. */
export function isRotatable(credential: Credential): boolean {
  return credential.status === 'active' || (credential.successorId !== null && !hasEnded(credential));
}
