import type { AuditEvent } from '../api/types.js';

/** `client.scopes_changed` is "Client scopes changed". */
export function actionText(action: AuditEvent['action']): string {
  const words = action.replace(/[._]/g, ' ').replace('mfa', 'second factor');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
