import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ApiClient } from '../api/types.js';

const SHOWN: Record<ApiClient['status'], [StatusIndicatorProps.Type, string]> = {
  active: ['success', 'Active'],
  disabled: ['stopped', 'Disabled'],
  provisioning: ['in-progress', 'Being created'],
};

export function ClientStatus({ status }: { status: ApiClient['status'] }) {
  const [type, text] = SHOWN[status];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
