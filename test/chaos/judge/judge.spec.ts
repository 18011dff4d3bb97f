import { CHANGES, type ClientStanding, type History, type Operation, type Standing } from '../history.js';
import { judge } from './judge.js';
import { judgeCoverage } from './coverage.js';

const OLD = 'cr_old';
const NEW = 'cr_new';
const HOUR = 3_600_000;

let clock = 0;

/** One after the other, unless it says when; done, unless it says how it ended. */
function op(kind: Operation['kind'], more: Partial<Operation> = {}): Operation {
  const start = more.start ?? (clock += 10);
  const end = more.end ?? (clock += 10);
  const ofTenant = kind === 'suspend' || kind === 'resume';
  const target = { tenantId: 't', ...(!ofTenant && { clientId: 'c' }) };
  return { kind, worker: 0, replica: 0, outcome: 'done', ...target, ...more, start, end };
}

const made = (id = OLD, more: Partial<Operation> = {}) => op('issue', { madeId: id, ...more });
const use = (more: Partial<Operation> = {}) => op('token', { credentialId: OLD, ...more });
const refused = (more: Partial<Operation> = {}) =>
  use({ outcome: 'refused', code: 'invalid_grant', ...more });
const rotated = (grace: number, more: Partial<Operation> = {}) =>
  op('rotate', { credentialId: OLD, madeId: NEW, grace, ...more });
const revoked = (more: Partial<Operation> = {}) => op('revoke', { credentialId: OLD, ...more });

const CLIENT: ClientStanding = {
  tenantId: 't',
  clientId: 'c',
  status: 'active',
  name: 'client',
  credentials: [],
  sessions: [],
};

function client(...credentials: [id: string, status: string, successorId?: string][]): ClientStanding {
  const live = credentials.filter(([, status]) => ['active', 'retiring'].includes(status));
  return {
    ...CLIENT,
    credentials: credentials.map(([credentialId, status, successorId = null]) => ({
      credentialId,
      status,
      successorId,
    })),
    sessions: live.map(([id]) => id),
  };
}

function lines(targetId: string, ...actions: string[]) {
  return actions.map((action) => ({ action, targetId }));
}

function history(operations: Operation[], standing: Partial<Standing> = {}): History {
  const whole = { takenAt: 1_000_000, tenants: [], clients: [], audit: [], pending: [], ...standing };
  return { replicas: 1, operations, kills: [], standing: whole };
}

/** What is violated, but for what the campaign should have done besides. */
function violated(operations: Operation[], standing: Partial<Standing> = {}): string[] {
  return judge(history(operations, standing)).flatMap(({ promise, message }) =>
    promise === undefined ? [] : [`${promise}: ${message}`],
  );
}

beforeEach(() => {
  clock = 0;
});

describe('promise 1: what was answered as ended lets no token out', () => {
  const off = { disable: 'enable', suspend: 'resume' } as const;

  it.each(['revoke', 'give-up', 'disable', 'suspend'] as const)('sees a token after a %s', (kind) => {
    const ended = kind === 'revoke' || kind === 'give-up' ? { credentialId: OLD } : {};
    const told = violated([made(), op(kind, ended), use()]);
    expect(told).toEqual([`1: a token 10 ms after the end by ${kind}`]);
  });

  it.each(['cut', 'outage'] as const)('does not know what a revocation did that was %s', (outcome) => {
    expect(violated([made(), revoked({ outcome }), use()])).toEqual([]);
  });

  it('lets a token pass that was asked for before the answer', () => {
    expect(violated([made(), revoked({ start: 100, end: 200 }), use({ start: 199, end: 300 })])).toEqual([]);
  });

  it.each(['disable', 'suspend'] as const)('lets a token pass once the %s may be taken back', (kind) => {
    expect(violated([made(), op(kind), op(off[kind]), use()])).toEqual([]);
    const under = op(off[kind], { start: 200, end: 400 });
    expect(
      violated([made(), op(kind, { start: 90, end: 100 }), use({ start: 150, end: 250 }), under]),
    ).toEqual([]);
  });

  it('lets a token pass where an enabling that was cut may come late', () => {
    const cut = op('enable', { start: 100, end: 110, outcome: 'cut' });
    const disabled = op('disable', { start: 120, end: 130 });
    expect(violated([made(), cut, disabled, use({ start: 140, end: 150 })])).toEqual([]);
    expect(
      violated([made(), cut, disabled, use({ start: 140, end: 150 }), use({ start: 5_000, end: 5_001 })]),
    ).toEqual([]);
  });

  it('takes an enabling that surely came before for no excuse', () => {
    const told = violated([made(), op('enable'), op('disable'), use()]);
    expect(told).toEqual(['1: a token 10 ms after the end by disable']);
  });

  it('takes a refused enabling for none either', () => {
    const nothing = op('enable', { outcome: 'refused', code: 'tenant_not_active' });
    expect(violated([made(), op('disable'), nothing, use()])).toHaveLength(1);
  });

  it('sees a token after the end of a grace period', () => {
    expect(violated([made(), rotated(100), use({ start: 1_000, end: 1_010 })])).toHaveLength(1);
    expect(violated([made(), rotated(100), use()])).toEqual([]);
  });

  it('keeps clients apart', () => {
    expect(violated([made(), op('disable', { clientId: 'another' }), use()])).toEqual([]);
  });
});

describe('promises 4 and 7: what certainly works is never called bad', () => {
  it('sees a refusal that nothing explains', () => {
    expect(violated([made(), refused()])).toEqual([
      '7: invalid_grant for a credential that worked all the time',
    ]);
  });

  it('sees one during a grace period, and one of the successor', () => {
    expect(violated([made(), rotated(HOUR), refused()])).toEqual([
      '4: invalid_grant for a credential that worked all the time',
    ]);
    expect(violated([made(), rotated(0), refused({ credentialId: NEW })])).toHaveLength(1);
  });

  it.each<[string, () => Operation[]]>([
    ['it was revoked', () => [revoked()]],
    ['it may have been revoked', () => [revoked({ outcome: 'cut' })]],
    ['its grace period may be over', () => [rotated(0, { outcome: 'outage', madeId: undefined })]],
    ['its client was disabled', () => [op('disable')]],
    ['its tenant was suspended', () => [op('suspend')]],
    ['its client may still be disabled', () => [op('disable'), op('enable', { outcome: 'outage' })]],
  ])('understands a refusal when %s', (_, changes) => {
    expect(violated([made(), ...changes(), refused()])).toEqual([]);
  });

  it('understands one while a change is under way', () => {
    const under = [op('disable', { start: 100, end: 300 }), refused({ start: 150, end: 200 })];
    expect(violated([made(), ...under])).toEqual([]);
  });

  it('expects tokens again once a client is certainly back', () => {
    expect(violated([made(), op('disable'), op('enable'), refused()])).toHaveLength(1);
  });

  it('sees answers that there may never be', () => {
    expect(violated([made(), use({ outcome: 'odd', status: 500, code: 'server_error' })])).toEqual([
      '7: answered 500 server_error',
    ]);
  });
});

describe('promises 2 and 8: what was answered as done is in the stored state', () => {
  const state = (operations: Operation[], standing: Partial<Standing>) =>
    violated(operations, standing).filter((one) => !one.startsWith('3'));

  it('finds everything in its place', () => {
    const operations = [made(), rotated(HOUR), op('disable'), op('rename', { name: 'x' })];
    const after = { ...client([OLD, 'retiring', NEW], [NEW, 'active']), status: 'disabled', name: 'x' };
    expect(state(operations, { clients: [after] })).toEqual([]);
  });

  it('misses a credential that was told', () => {
    expect(state([made()], { clients: [client()] })).toEqual([`8: ${OLD} is not listed`]);
  });

  it.each(['active', 'retiring', 'failed', 'provisioning'])('sees a revocation lost to %s', (status) => {
    expect(state([made(), revoked()], { clients: [client([OLD, status])] })).toEqual([
      `2: ${OLD} is ${status}, not revoked`,
    ]);
  });

  it('sees a rotation overwritten', () => {
    const after = client([OLD, 'active'], [NEW, 'active']);
    expect(state([made(), rotated(HOUR)], { clients: [after] })).toEqual([
      `2: ${OLD} is active, not retiring`,
    ]);
    const forgotten = client([OLD, 'retiring'], [NEW, 'active']);
    expect(state([made(), rotated(HOUR)], { clients: [forgotten] })).toEqual([
      `2: the successor of ${OLD} is null`,
    ]);
  });

  it('takes either of two that overlap for the last word, and no other', () => {
    const both = [op('disable', { start: 10, end: 30 }), op('enable', { start: 20, end: 40 })];
    expect(state(both, { clients: [{ ...CLIENT, status: 'disabled' }] })).toEqual([]);
    expect(state(both, { clients: [CLIENT] })).toEqual([]);
    const inTurn = [op('disable'), op('enable')];
    expect(state(inTurn, { clients: [{ ...CLIENT, status: 'disabled' }] })).toEqual([
      '2: client c is disabled',
    ]);
  });

  it('sees a suspension lost, and a name', () => {
    expect(state([op('suspend')], { tenants: [{ tenantId: 't', status: 'active' }] })).toHaveLength(1);
    expect(state([op('rename', { name: 'x' })], { clients: [CLIENT] })).toEqual([
      '2: client c is named client',
    ]);
  });

  it('sees what was left half done', () => {
    const unanswered = made(undefined, { outcome: 'cut', madeId: undefined });
    expect(state([unanswered], { clients: [client([NEW, 'provisioning'])] })).toEqual([
      `8: ${NEW} is half made`,
    ]);
    expect(state([unanswered], { clients: [client([NEW, 'active'])] })).toEqual([]);
    expect(state([], { clients: [client([NEW, 'active'])] })).toHaveLength(1);
    expect(state([], { pending: ['a session'] })).toEqual(['8: a session is still pending']);
  });

  it('sees sessions without a credential, and credentials without a session', () => {
    const after = { ...client([OLD, 'active']), sessions: [NEW] };
    expect(state([made()], { clients: [after] })).toHaveLength(2);
  });
});

describe('promise 3: the trail and the state tell the same', () => {
  const TOLD = lines(OLD, 'credential.requested', 'credential.issued');
  const ROTATED = [...TOLD, ...lines(OLD, 'credential.rotated')];
  const ofNew = lines(NEW, 'credential.requested', 'credential.issued');

  it.each<[string, Operation[], ClientStanding, Standing['audit']]>([
    ['issued', [made()], client([OLD, 'active']), TOLD],
    [
      'rotated',
      [made(), rotated(HOUR)],
      client([OLD, 'retiring', NEW], [NEW, 'active']),
      [...ROTATED, ...ofNew],
    ],
    [
      'revoked',
      [made(), revoked()],
      client([OLD, 'revoked']),
      [...TOLD, ...lines(OLD, 'credential.revoked')],
    ],
    ['disabled', [op('disable')], { ...CLIENT, status: 'disabled' }, lines('c', 'client.disabled')],
  ])('agrees where a thing was %s, and sees each line that is missing or twice', (_, done, after, audit) => {
    expect(violated(done, { clients: [after], audit })).toEqual([]);
    for (const [index, line] of audit.entries()) {
      const less = audit.filter((__, other) => other !== index);
      expect(violated(done, { clients: [after], audit: less })).not.toEqual([]);
      expect(violated(done, { clients: [after], audit: [...audit, line] })).not.toEqual([]);
    }
  });

  it('sees what is told of nothing that there is', () => {
    expect(violated([], { clients: [CLIENT], audit: lines(OLD, 'credential.requested') })).toHaveLength(1);
  });
});

describe('a campaign that was too tame to tell', () => {
  const complaints = (operations: Operation[], kills: History['kills'] = []) =>
    judgeCoverage({ ...history(operations), kills }).map(({ message }) => message);

  it('is told so of each kind of change that no request was under way across', () => {
    const change = revoked({ start: 110, end: 120 });
    expect(complaints([])).toEqual(
      expect.arrayContaining(CHANGES.map((kind) => `no token request was under way across a ${kind}`)),
    );
    const missing = 'no token request was under way across a revoke';
    expect(complaints([change, use({ start: 100, end: 115 })])).toContain(missing);
    expect(complaints([change, use({ start: 100, end: 130, outcome: 'cut' })])).toContain(missing);
    expect(complaints([change, use({ start: 100, end: 130 })])).not.toContain(missing);
  });

  it('is told so of each replica that was not killed and back', () => {
    const missing = 'replica 0 was never killed and back';
    expect(complaints([use()])).toContain(missing);
    expect(complaints([use()], [{ replica: 0, at: 500 }])).toContain(missing);
    expect(complaints([use()], [{ replica: 0, at: 5 }])).not.toContain(missing);
  });
});
