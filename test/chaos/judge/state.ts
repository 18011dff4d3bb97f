import type {
  ClientStanding,
  CredentialStanding,
  Instant,
  Operation,
  Standing,
  TenantStanding,
  Violation,
} from '../history.js';
import { type Effect, possiblyLast } from './certainty.js';
import type { CredentialDeeds, Ledger } from './ledger.js';

const STATUS = { enable: 'active', disable: 'disabled', resume: 'active', suspend: 'suspended' };
const LIVE = ['active', 'retiring'];

/** Promises 2 and 8: what was answered as done is in the stored state, all of it, and nothing is left half done. */
export function judgeState(standing: Standing, ledger: Ledger): Violation[] {
  return [
    ...standing.pending.map((item) => violation(8, `${item} is still pending`)),
    ...standing.tenants.flatMap((tenant) => judgeTenant(tenant, ledger)),
    ...standing.clients.flatMap((client) => judgeClient(client, standing.takenAt, ledger)),
  ];
}

function judgeTenant({ tenantId, status }: TenantStanding, ledger: Ledger): Violation[] {
  return judgeSwitch(status, ledger.effects(tenantId, 'suspend', 'resume'), `tenant ${tenantId}`);
}

function judgeClient(client: ClientStanding, takenAt: Instant, ledger: Ledger): Violation[] {
  const { clientId, status } = client;
  const acknowledged = ledger.makings(clientId).filter(({ outcome }) => outcome === 'done');
  return [
    ...judgeSwitch(status, ledger.effects(clientId, 'disable', 'enable'), `client ${clientId}`),
    ...judgeName(client, ledger.effects(clientId, 'rename')),
    ...acknowledged.flatMap((making) => judgeCredential(making, client, takenAt, ledger)),
    ...judgeUnacknowledged(client, ledger.makings(clientId)),
    ...judgeSessions(client),
  ];
}

/** Active from the beginning, then whatever may have been the last word. */
function judgeSwitch(status: string, effects: readonly Effect[], what: string): Violation[] {
  const last = possiblyLast(effects);
  const possible = last.map(({ operation }) => STATUS[operation.kind as keyof typeof STATUS]);
  const isUntouched = !effects.some(({ isCertain }) => isCertain);
  if (possible.includes(status) || (isUntouched && status === 'active')) return [];
  return [violation(2, `${what} is ${status}`, ...operationsOf(last))];
}

function judgeName({ clientId, name }: ClientStanding, effects: readonly Effect[]): Violation[] {
  const last = possiblyLast(effects);
  const isUntouched = !effects.some(({ isCertain }) => isCertain);
  if (isUntouched || last.some(({ operation }) => operation.name === name)) return [];
  return [violation(2, `client ${clientId} is named ${name}`, ...operationsOf(last))];
}

/** One whose secret was told. */
function judgeCredential(
  making: Operation,
  { credentials }: ClientStanding,
  takenAt: Instant,
  ledger: Ledger,
): Violation[] {
  const found = credentials.find(({ credentialId }) => credentialId === making.madeId);
  if (found === undefined) return [violation(8, `${making.madeId} is not listed`, making)];
  const deeds = ledger.credential(making.madeId);
  const possible = possibleStatuses(deeds, takenAt);
  const causes = [making, ...operationsOf([...deeds.revoked, ...deeds.retired])];
  if (!possible.includes(found.status))
    return [violation(2, `${making.madeId} is ${found.status}, not ${possible.join(' or ')}`, ...causes)];
  return judgeSuccessor(found, deeds);
}

function possibleStatuses({ revoked, retired }: CredentialDeeds, takenAt: Instant): string[] {
  const possible: string[] = [];
  if (revoked.length > 0) possible.push('revoked');
  if (retired.some(({ from }) => from <= takenAt)) possible.push('expired');
  if (revoked.some(({ isCertain }) => isCertain)) return possible;
  if (retired.some(({ until }) => until > takenAt)) possible.push('retiring');
  if (!retired.some(({ isCertain }) => isCertain)) possible.push('active');
  return possible;
}

/** A rotation that was told is seen on the old credential, unless that was ended first. */
function judgeSuccessor({ credentialId, successorId }: CredentialStanding, deeds: CredentialDeeds) {
  const rotation = deeds.rotations.find(({ outcome }) => outcome === 'done');
  if (rotation === undefined || rotation.madeId === successorId) return [];
  if (deeds.revoked.some(({ from }) => from < rotation.end)) return [];
  return [violation(2, `the successor of ${credentialId} is ${successorId}`, rotation)];
}

/** What was never told is of no use to anybody: listed at most once for each request that was not answered. */
function judgeUnacknowledged({ clientId, credentials }: ClientStanding, makings: readonly Operation[]) {
  const told = new Set(makings.map(({ madeId }) => madeId));
  const untold = credentials.filter(({ credentialId }) => !told.has(credentialId));
  const half = untold.filter(({ status }) => status === 'provisioning');
  const live = untold.filter(({ status }) => LIVE.includes(status));
  const unanswered = makings.filter(({ outcome }) => outcome === 'outage' || outcome === 'cut');
  return [
    ...half.map(({ credentialId }) => violation(8, `${credentialId} is half made`)),
    ...(live.length > unanswered.length
      ? [violation(8, `client ${clientId} has credentials that nobody asked for`, ...unanswered)]
      : []),
  ];
}

/** Each live credential has its session, and there is no other. */
function judgeSessions({ clientId, credentials, sessions }: ClientStanding): Violation[] {
  const live = credentials.filter(({ status }) => LIVE.includes(status)).map((one) => one.credentialId);
  const orphaned = sessions.filter((id) => !live.includes(id));
  const missing = live.filter((id) => !sessions.includes(id));
  return [
    ...orphaned.map((id) => violation(8, `client ${clientId} has a session of ${id}, which is not live`)),
    ...missing.map((id) => violation(8, `client ${clientId} has no session of ${id}, which is live`)),
  ];
}

function operationsOf(effects: readonly Effect[]): Operation[] {
  return effects.map(({ operation }) => operation);
}

function violation(promise: number, message: string, ...operations: readonly Operation[]): Violation {
  return { promise, message, operations };
}
