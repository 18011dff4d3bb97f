import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Credential } from '../api/types.js';

const SHOWN: Record<Credential['status'], [StatusIndicatorProps.Type, string]> = {
  active: ['success', 'Active'],
  retiring: ['pending', 'Retiring'],
  provisioning: ['in-progress', 'Being created'],
  expired: ['stopped', 'Expired'],
  revoked: ['stopped', 'Revoked'],
  failed: ['error', 'Failed'],
};

export function CredentialStatus({ status }: { status: Credential['status'] }) {
  const [type, text] = SHOWN[status];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
