import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { Tenant } from '../api/types.js';

const SHOWN: Record<Tenant['status'], [StatusIndicatorProps.Type, string]> = {
  active: ['success', 'Active'],
  suspended: ['stopped', 'Suspended'],
  deleting: ['in-progress', 'Being deleted'],
};

export function TenantStatus({ status }: { status: Tenant['status'] }) {
  const [type, text] = SHOWN[status];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
