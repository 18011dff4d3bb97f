import type { AuditLine, ClientStanding, CredentialStanding, Standing, Violation } from '../history.js';
import { grouped } from './grouped.js';
import type { Ledger } from './ledger.js';

/** Promise 3: the audit trail tells of every change in the stored state, and of no other. */
export function judgeTrail({ audit, clients, tenants }: Standing, ledger: Ledger): Violation[] {
  const lines = grouped(audit, ({ targetId }) => targetId);
  const told = new Map([...lines].map(([id, of]) => [id, of.map(({ action }) => action)]));
  const credentials = clients.flatMap((client) => client.credentials);
  return [
    ...credentials.flatMap((credential) => judgeCredential(credential, told)),
    ...judgeStrangers(audit, credentials),
    ...clients.flatMap((client) => judgeClient(client, told, ledger)),
    ...tenants.flatMap(({ tenantId, status }) => {
      const off = status === 'suspended';
      return judgePair(tenantId, { off: 'tenant.suspended', on: 'tenant.resumed' }, off, told);
    }),
  ];
}

/** What each state of a credential stands on. */
const STORIES: Readonly<Record<string, readonly string[]>> = {
  active: ['credential.requested', 'credential.issued'],
  retiring: ['credential.requested', 'credential.issued'],
  expired: ['credential.requested', 'credential.issued', 'credential.retired'],
  revoked: ['credential.requested', 'credential.issued', 'credential.revoked'],
  failed: ['credential.requested', 'credential.issue_failed'],
};

function judgeCredential(
  { credentialId, status, successorId }: CredentialStanding,
  told: ReadonlyMap<string, readonly string[]>,
): Violation[] {
  const rotated = successorId === null ? [] : ['credential.rotated'];
  const expected = [...(STORIES[status] ?? []), ...rotated].sort();
  const actions = [...(told.get(credentialId) ?? [])].sort();
  if (actions.join() === expected.join()) return [];
  return [violation(`${credentialId} is ${status}; the trail tells: ${actions.join(', ')}`)];
}

function judgeStrangers(audit: readonly AuditLine[], credentials: readonly CredentialStanding[]) {
  const listed = new Set(credentials.map(({ credentialId }) => credentialId));
  return audit
    .filter(({ action, targetId }) => action.startsWith('credential.') && !listed.has(targetId))
    .map(({ action, targetId }) => violation(`${action} of ${targetId}, which is not listed`));
}

function judgeClient(
  { clientId, status }: ClientStanding,
  told: ReadonlyMap<string, readonly string[]>,
  ledger: Ledger,
): Violation[] {
  const renamings = ledger.effects(clientId, 'rename');
  const least = renamings.filter(({ isCertain }) => isCertain).length;
  const count = countOf('client.updated', told.get(clientId));
  const isRight = least <= count && count <= renamings.length;
  const wrong = `client ${clientId} was renamed ${least} to ${renamings.length} times; the trail tells of ${count}`;
  return [
    ...judgePair(clientId, { off: 'client.disabled', on: 'client.enabled' }, status === 'disabled', told),
    ...(isRight ? [] : [violation(wrong)]),
  ];
}

/** What is switched off and on by turns was switched off once more often, or as often, as it is on now. */
function judgePair(
  targetId: string,
  { off, on }: { readonly off: string; readonly on: string },
  isOff: boolean,
  told: ReadonlyMap<string, readonly string[]>,
): Violation[] {
  const [offs, ons] = [countOf(off, told.get(targetId)), countOf(on, told.get(targetId))];
  if (offs - ons === (isOff ? 1 : 0)) return [];
  return [violation(`${targetId} is ${isOff ? 'off' : 'on'}; the trail tells: ${offs} ${off}, ${ons} ${on}`)];
}

function countOf(action: string, actions: readonly string[] = []): number {
  return actions.filter((one) => one === action).length;
}

function violation(message: string): Violation {
  return { promise: 3, message, operations: [] };
}
