import { change } from '../../src/clients/domain/client-change.js';
import type { Client } from '../../src/clients/domain/client.js';
import type { ClientStore } from '../../src/clients/ports/client-store.js';
import { type Millis, SECOND } from '../../src/common/clock.js';
import { DependencyUnavailable } from '../../src/common/errors/dependency-errors.js';
import type { CutOff } from '../../src/cut-offs/cut-off.js';
import type { CutOffReader } from '../../src/cut-offs/cut-off-reader.js';
import { NOON, aClient, bytes } from '../support/domain-fixtures.js';
import { patience } from '../support/signals.js';

export interface CutOffReaderFixture {
  readonly cutOffs: CutOffReader;
  /** On the same storage: it publishes cut-offs, with a change. */
  readonly clients: ClientStore;
}

const NOON_SECONDS = NOON / SECOND;

/** @param setup makes storage in which nothing is published */
export function describeCutOffReaderContract(name: string, setup: () => Promise<CutOffReaderFixture>): void {
  describe(`cut-off reader contract: ${name}`, () => {
    let cutOffs: CutOffReader;
    let clients: ClientStore;
    let client: Client;

    beforeEach(async () => {
      ({ cutOffs, clients } = await setup());
      client = aClient();
      await clients.create(client, bytes('sealed password'), { audit: [] }, patience());
    });

    const publish = async (at: Millis, ...published: CutOff[]): Promise<void> => {
      const step = change(client, { updatedAt: at }, []);
      await clients.commit(step, { audit: [], cutOffs: published }, patience());
      client = step.after;
    };
    const aCutOff = (value: string, exp = NOON_SECONDS + 900): CutOff => ({
      claim: 'origin_jti',
      value,
      exp,
    });
    const live = (now = NOON_SECONDS) => cutOffs.live(now, patience());
    const values = async (now?: number) => (await live(now)).map(({ value }) => value);

    it('finds none where nothing was published', async () => {
      expect(await live()).toEqual([]);
    });

    it('gives cut-offs back as they were published, and nothing beside', async () => {
      const published: CutOff[] = [
        { claim: 'sub', value: 's-1', iatUpTo: NOON_SECONDS + 2, exp: NOON_SECONDS + 903 },
        { claim: 'custom:tenant_id', value: 'tn_1', iatUpTo: 0, exp: NOON_SECONDS + 903 },
        { claim: 'jti', value: 'j-1', exp: NOON_SECONDS + 903 },
      ];
      await publish(NOON, ...published);
      expect(await live()).toStrictEqual(published);
    });

    it('has each in the very next read', async () => {
      for (const value of Array.from({ length: 20 }, (_, i) => `o-${i}`)) {
        await publish(NOON, aCutOff(value));
        expect((await values()).at(-1)).toBe(value);
      }
    });

    it('has nothing of a change that was not stored', async () => {
      const stale = change(client, {}, []);
      await publish(NOON, aCutOff('o-1'));
      const late = clients.commit(stale, { audit: [], cutOffs: [aCutOff('o-2')] }, patience());
      await expect(late).rejects.toThrow();
      expect(await values()).toEqual(['o-1']);
    });

    it('keeps the order of publication, whenever they end', async () => {
      await publish(NOON, aCutOff('first', NOON_SECONDS + 3_000), aCutOff('second', NOON_SECONDS + 1_000));
      await publish(NOON + 1, aCutOff('third', NOON_SECONDS + 2_000));
      await publish(NOON + 2, aCutOff('fourth', NOON_SECONDS + 500));
      expect(await values()).toEqual(['first', 'second', 'third', 'fourth']);
    });

    it('keeps each up to the second of its end, and no longer', async () => {
      await publish(NOON, aCutOff('long', NOON_SECONDS + 900), aCutOff('short', NOON_SECONDS + 10));
      expect(await values(NOON_SECONDS + 10)).toEqual(['long', 'short']);
      expect(await values(NOON_SECONDS + 11)).toEqual(['long']);
      expect(await values(NOON_SECONDS + 900)).toEqual(['long']);
      expect(await values(NOON_SECONDS + 901)).toEqual([]);
    });

    it('has the whole set, and its order, where it is more than storage gives at once', async () => {
      const value = (i: number) => `${i}-${'x'.repeat(300_000)}`;
      const exps = [900, 100, 800, 200, 700, 300, 600, 400];
      for (const [i, exp] of exps.entries()) await publish(NOON + i, aCutOff(value(i), NOON_SECONDS + exp));
      expect((await values()).map((one) => one.split('-')[0])).toEqual([...exps.keys()].map(String));
    });

    it('tells an outage when its time is up', async () => {
      await expect(cutOffs.live(NOON_SECONDS, AbortSignal.abort())).rejects.toThrow(DependencyUnavailable);
    });
  });
}
