import fc from 'fast-check';
import { DAY, HOUR, type Millis, MINUTE, SECOND } from '../../common/clock.js';
import { Problem } from '../../common/errors/problem.js';
import { OWN_WORK } from '../../common/own-work.js';
import type { ClientChange } from './client-change.js';
import {
  activate,
  disable,
  edit,
  enable,
  newClient,
  remove,
  scopesApplied,
  scopesChanged,
} from './client-lifecycle.js';
import { type Client, credentialsOf, nextDue } from './client.js';
import {
  activateCredential,
  block,
  reserve,
  reserveSuccessor,
  revoke,
  settle,
  stillBlocked,
  unblock,
  undoIssue,
} from './credential-lifecycle.js';
import { type PastCredential, works } from './credential.js';

const START = Date.parse('2026-01-01T00:00:00Z');
const CUT_OFF = 1_800_000_000;
const DETAILS = { name: 'one', description: '', scopes: ['a', 'b'], allowedCidrs: [], introspect: false };

/** What the aggregate has to be, told in the plainest way: one row a credential. */
interface Row {
  state: 'provisioning' | 'active' | 'over';
  ends: Millis;
  retiring: boolean;
  replaces?: { id: string; grace: Millis };
}

interface Model {
  now: Millis;
  next: number;
  status: 'active' | 'disabled' | 'deleted';
  rows: Map<string, Row>;
}

/** The aggregate as it stands, with what has left it. */
class Real {
  client: Client = activate(newClient('cl_1', 'tn_1', DETAILS, START), 'sub', START)!.after;
  readonly past = new Map<string, PastCredential>();

  /** @returns whether it was allowed */
  run(decide: (client: Client) => ClientChange | undefined): boolean {
    try {
      const change = decide(this.client);
      if (change === undefined) return true;
      expect(change.after.version).toBe(this.client.version + 1);
      expect(change.facts.length).toBeGreaterThan(0);
      for (const one of change.ended) {
        expect(this.past.has(one.id)).toBe(false);
        this.past.set(one.id, one);
      }
      this.client = change.after;
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}

type Command = fc.Command<Model, Real>;
const isOver = (row: Row, now: Millis) => row.state === 'over' || row.ends <= now;
const live = (model: Model) => [...model.rows.values()].filter((row) => !isOver(row, model.now));

class Issue implements Command {
  constructor(readonly life: Millis | undefined) {}
  check = () => true;
  run(model: Model, real: Real): void {
    const counted = live(model).filter((row) => !row.retiring && row.replaces === undefined);
    const allowed = model.status === 'active' && counted.length < 5 && live(model).length < 10;
    const id = `cr_${model.next++}`;
    const expiresAt = this.life === undefined ? undefined : model.now + this.life;
    expect(real.run((client) => reserve(client, draft(id, expiresAt), model.now))).toBe(allowed);
    if (allowed) model.rows.set(id, { state: 'provisioning', ends: expiresAt ?? Infinity, retiring: false });
  }
  toString = () => `issue(${this.life})`;
}

class Rotate implements Command {
  constructor(
    readonly pick: number,
    readonly grace: Millis,
  ) {}
  check = (model: Readonly<Model>) => model.rows.size > 0;
  run(model: Model, real: Real): void {
    const [old, row] = pickRow(model, this.pick);
    const taken = live(model).some(({ replaces }) => replaces?.id === old);
    const rotatable = row.state === 'active' && !isOver(row, model.now) && !row.retiring && !taken;
    const allowed = model.status === 'active' && rotatable && live(model).length < 10;
    const id = `cr_${model.next++}`;
    const decide = (client: Client) =>
      reserveSuccessor(client, old, draft(id), { grace: this.grace, at: model.now });
    expect(real.run(decide)).toBe(allowed);
    if (!allowed) return;
    const { expiresAt } = real.client.credentials[id]!;
    const replaces = { id: old, grace: this.grace };
    model.rows.set(id, { state: 'provisioning', ends: expiresAt ?? Infinity, retiring: false, replaces });
  }
  toString = () => `rotate(${this.pick}, ${this.grace})`;
}

class Finish implements Command {
  constructor(
    readonly pick: number,
    readonly undo: boolean,
  ) {}
  check = (model: Readonly<Model>) => [...model.rows.values()].some(({ state }) => state === 'provisioning');
  run(model: Model, real: Real): void {
    const waiting = [...model.rows].filter(([, { state }]) => state === 'provisioning');
    const [id, row] = waiting[this.pick % waiting.length]!;
    if (this.undo) return this.withdraw(id, row, model, real);
    const allowed = model.status !== 'deleted';
    expect(real.run((client) => activateCredential(client, id, model.now))).toBe(allowed);
    if (!allowed) return;
    row.state = 'active';
    const old = row.replaces && model.rows.get(row.replaces.id);
    if (old && real.client.credentials[row.replaces!.id]) {
      old.retiring = true;
      old.ends = Math.min(old.ends, model.now + row.replaces!.grace);
    }
    delete row.replaces;
  }
  private withdraw(id: string, row: Row, model: Model, real: Real): void {
    expect(real.run((client) => undoIssue(client, id, model.now))).toBe(true);
    row.state = 'over';
    delete row.replaces;
  }
  toString = () => `${this.undo ? 'undo' : 'finish'}(${this.pick})`;
}

class Revoke implements Command {
  constructor(readonly pick: number) {}
  check = (model: Readonly<Model>) => model.rows.size > 0;
  run(model: Model, real: Real): void {
    const [id, row] = pickRow(model, this.pick);
    const allowed = model.status !== 'deleted' && real.client.credentials[id] !== undefined;
    expect(real.run((client) => revoke(client, id, model.now))).toBe(allowed);
    if (!allowed) return;
    row.state = 'over';
    delete row.replaces;
    expect(real.past.get(id)).toMatchObject({ state: 'revoked', endedAt: model.now });
  }
  toString = () => `revoke(${this.pick})`;
}

class Switch implements Command {
  constructor(readonly to: 'active' | 'disabled' | 'deleted') {}
  check = () => true;
  run(model: Model, real: Real): void {
    const epoch = real.client.epoch;
    const decide = { active: enable, disabled: disableNow, deleted: remove }[this.to];
    expect(real.run((client) => decide(client, model.now))).toBe(model.status !== 'deleted');
    if (model.status === 'deleted') return;
    if (model.status !== this.to) expect(real.client.epoch).toBeGreaterThan(epoch);
    model.status = this.to;
  }
  toString = () => `switch(${this.to})`;
}

class Settle implements Command {
  check = () => true;
  run(model: Model, real: Real): void {
    expect(real.run((client) => settle(client, model.now))).toBe(true);
    for (const row of model.rows.values())
      if (row.state === 'active' && row.ends <= model.now) row.state = 'over';
    const due = nextDue(real.client);
    const waiting = credentialsOf(real.client).some(({ state }) => state === 'provisioning');
    if (due !== undefined && model.status !== 'deleted' && !waiting) expect(due).toBeGreaterThan(model.now);
  }
  toString = () => 'settle';
}

class Wait implements Command {
  constructor(readonly time: Millis) {}
  check = () => true;
  run(model: Model): void {
    model.now += this.time;
  }
  toString = () => `wait(${this.time})`;
}

/** Held after every step. */
class Look implements Command {
  check = () => true;
  run(model: Model, real: Real): void {
    for (const [id, row] of model.rows) {
      const credential = real.client.credentials[id];
      const working = row.state === 'active' && !isOver(row, model.now);
      expect(credential !== undefined && works(credential, model.now)).toBe(working);
      expect(credential === undefined).toBe(real.past.has(id));
    }
    expect(real.client.status).toBe(model.status);
  }
  toString = () => 'look';
}

function disableNow(client: Client, at: Millis): ClientChange | undefined {
  return disable(client, at, CUT_OFF);
}

function pickRow(model: Model, pick: number): [string, Row] {
  const rows = [...model.rows];
  return rows[pick % rows.length]!;
}

function draft(id: string, expiresAt?: Millis) {
  return { id, hash: new Uint8Array(32), hint: 'abcd', label: '', expiresAt };
}

describe('the client aggregate', () => {
  it('does what a trivial model does, whatever is done to it', () => {
    const pick = fc.nat({ max: 20 });
    const commands = fc.commands(
      [
        fc.constantFrom(undefined, HOUR, 30 * DAY).map((life) => new Issue(life)),
        fc.tuple(pick, fc.constantFrom(0, SECOND, DAY)).map(([n, grace]) => new Rotate(n, grace)),
        fc.tuple(pick, fc.nat({ max: 4 })).map(([n, dice]) => new Finish(n, dice === 0)),
        pick.map((n) => new Revoke(n)),
        fc.constantFrom('active' as const, 'disabled' as const).map((to) => new Switch(to)),
        fc.nat({ max: 30 }).map((dice) => (dice === 0 ? new Switch('deleted') : new Look())),
        fc.constant(new Settle()),
        fc.constantFrom(SECOND, MINUTE, HOUR, 2 * DAY).map((time) => new Wait(time)),
        fc.constant(new Look()),
      ],
      { maxCommands: 60 },
    );
    fc.assert(
      fc.property(commands, (cmds) => {
        const model: Model = { now: START, next: 0, status: 'active', rows: new Map() };
        fc.modelRun(() => ({ model, real: new Real() }), cmds);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps at least one credential working at every instant of a rotation', () => {
    fc.assert(
      fc.property(fc.nat({ max: 30 * DAY }), fc.nat({ max: 60 * SECOND }), (grace, pause) => {
        const real = new Real();
        real.run((client) => reserve(client, draft('cr_old'), START));
        real.run((client) => activateCredential(client, 'cr_old', START));
        real.run((client) => reserveSuccessor(client, 'cr_old', draft('cr_new'), { grace, at: START }));
        expect(works(real.client.credentials['cr_old']!, START + pause)).toBe(true);
        real.run((client) => activateCredential(client, 'cr_new', START + pause));
        const { cr_old: old, cr_new: successor } = real.client.credentials;
        expect(works(successor!, START + pause)).toBe(true);
        expect(works(old!, START + pause + grace - 1)).toBe(true);
        expect(works(old!, START + pause + grace)).toBe(false);
      }),
    );
  });

  it('gives a successor the old one’s length of life anew, unless told otherwise', () => {
    const real = new Real();
    real.run((client) => reserve(client, draft('cr_old', START + 90 * DAY), START));
    real.run((client) => activateCredential(client, 'cr_old', START));
    const at = START + 80 * DAY;
    const kept = reserveSuccessor(real.client, 'cr_old', draft('cr_1'), { grace: DAY, at });
    expect(kept.after.credentials['cr_1']?.expiresAt).toBe(at + 90 * DAY);
    const told = reserveSuccessor(real.client, 'cr_old', draft('cr_2', at + HOUR), { grace: DAY, at });
    expect(told.after.credentials['cr_2']?.expiresAt).toBe(at + HOUR);
  });
});

describe('other scopes', () => {
  const client = new Real().client;

  it('cut tokens off where there are fewer, and only then', () => {
    const narrowed = edit(client, { scopes: ['a'] }, START, CUT_OFF);
    expect(narrowed).toMatchObject({ cutOff: CUT_OFF, after: { notBefore: CUT_OFF, scopesPending: true } });
    const widened = edit(client, { scopes: ['a', 'b', 'c'] }, START, CUT_OFF);
    expect(widened.cutOff).toBeUndefined();
    expect(widened.after).toMatchObject({ notBefore: 0, scopesPending: true, epoch: client.epoch + 1 });
    const renamed = edit(client, { name: 'two', scopes: ['b', 'a'] }, START, CUT_OFF);
    expect(renamed.after).toMatchObject({ name: 'two', scopesPending: false, epoch: client.epoch });
  });

  it('are pending until Cognito knows them', () => {
    const { after } = edit(client, { scopes: ['a'] }, START, CUT_OFF);
    expect(scopesApplied(after)?.after).toMatchObject({ scopesPending: false, epoch: after.epoch + 1 });
    expect(scopesApplied(client)).toBeUndefined();
  });

  it('of the tenant are pending too, whatever was under way, unless told since', () => {
    const made = newClient('cl_2', 'tn_1', DETAILS, START);
    const edited = edit(client, { scopes: ['a'] }, START, CUT_OFF).after;
    for (const one of [client, made, edited, disableNow(client, START)!.after]) {
      const { after, guard, facts } = scopesChanged(one, START + 1, START + 2)!;
      const pending = { scopesPending: true, scopesChangedAt: START + 2 };
      expect(after).toEqual({ ...one, ...pending, version: one.version + 1 });
      expect([guard, facts.map(({ action }) => action)]).toEqual(['version', ['client.scopes_changed']]);
      expect(scopesChanged(after, START + 1, START + 9)).toBeUndefined();
    }
    expect(scopesChanged(remove(client, START).after, START + 1, START + 2)).toBeUndefined();
  });

  it('are due soon after they changed, whatever else is edited meanwhile', () => {
    const { after } = edit(client, { scopes: ['a'] }, START, CUT_OFF);
    const renamed = edit(after, { name: 'two' }, START + MINUTE, CUT_OFF).after;
    expect(nextDue(renamed)).toBe(START + OWN_WORK);
  });
});

describe('a blocked credential', () => {
  const issued = new Real();
  issued.run((client) => reserve(client, draft('cr_1'), START));
  issued.run((client) => activateCredential(client, 'cr_1', START));
  const blocked = block(issued.client, 'cr_1', START)!.after;

  it('does not work, keeps its place, and is blocked once', () => {
    expect(works(blocked.credentials['cr_1']!, START)).toBe(false);
    expect(block(blocked, 'cr_1', START + 1)).toBeUndefined();
    expect(unblock(issued.client, 'cr_1', START)).toBeUndefined();
    expect(stillBlocked(issued.client, 'cr_1', START)).toBeUndefined();
    expect(works(unblock(blocked, 'cr_1', START + 1)!.after.credentials['cr_1']!, START + 1)).toBe(true);
  });

  it('is tried seldomer as time goes by, and once an hour for ever', () => {
    let [client, last] = [blocked, START];
    const { version } = blocked;
    const pauses = Array.from({ length: 7 }, () => {
      const due = nextDue(client)!;
      const pause = due - last;
      [client, last] = [stillBlocked(client, 'cr_1', due)!.after, due];
      return pause / MINUTE;
    });
    expect(pauses).toEqual([5, 5, 10, 20, 40, 60, 60]);
    expect(client.version).toBe(version);
  });

  it('can be revoked', () => {
    const { ended, after } = revoke(blocked, 'cr_1', START + 1);
    expect(ended).toMatchObject([{ id: 'cr_1', state: 'revoked', blockedAt: START }]);
    expect(nextDue(after)).toBeUndefined();
  });
});

describe('a cut-off', () => {
  it('never moves back', () => {
    const { client } = new Real();
    const first = disable(client, START, CUT_OFF)!.after;
    const second = disable(enable(first, START)!.after, START, CUT_OFF - 5)!;
    expect(second.after.notBefore).toBe(CUT_OFF);
    expect(second.cutOff).toBe(CUT_OFF);
  });
});
