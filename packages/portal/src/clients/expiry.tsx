import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { When } from '../ui/when.js';

const DAY = 86_400_000;
/** Time enough to rotate it in peace. */
const SOON = 30 * DAY;

/** When a credential ends by itself, and a warning when that is near. */
export function Expiry({ at, never = 'Never' }: { at: string | null; never?: string }) {
  if (at === null) return never;
  const left = Date.parse(at) - Date.now();
  const time = <When at={at} />;
  if (left > SOON) return time;
  return <StatusIndicator type={left > 0 ? 'warning' : 'error'}>{time}</StatusIndicator>;
}
