import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, MINUTE, SECOND } from '../common/clock.js';
import { DependencyMisconfigured } from '../common/errors/dependency-errors.js';
import { Problem } from '../common/errors/problem.js';
import { CannotUnseal, type Sealed } from '../sealing/sealed.js';
import { Sealer } from '../sealing/sealer.js';
import type { SealingContext } from '../sealing/sealing-context.js';
import { DraftSpent } from './draft-spent.js';
import type { CreatingRequest } from './idempotency-key.js';
import { type IdempotencyId, type IdempotencyRecord, IdempotencyStore } from './idempotency-store.js';

/** How long an answer can be had again (draft-ietf-httpapi-idempotency-key-header §2.3). */
const KEPT = 10 * MINUTE;
/**
 * How long a request is taken to be at it: longer than its deadline, and shorter than `OWN_WORK`, so that a repeat finds
 * what a crashed process had reserved before the runner takes it back.
 */
const LOCK = 10 * SECOND;
/** The request's own time may be over: to let go takes some of its own. */
const LET_GO_DEADLINE = SECOND;

/** How something is made so that another try can go on where one stopped. */
export interface Creation<Answer> {
  /** What all tries have in common, made before the first: the id of what is to be made, or its secret. */
  draft(): string;
  /**
   * Makes it, or what is left of it to make. Every step is safe to repeat with the same draft.
   * @param repeatable whether what fails now can be finished by a repeat
   * @returns what is told, as JSON can hold it
   * @throws Problem: nothing is made; DraftSpent; DependencyError: to be finished
   */
  carryOut(draft: string, repeatable: boolean): Promise<Answer>;
}

interface Begun {
  readonly record: IdempotencyRecord;
  readonly draft: string;
}

/** What a record seals. */
type Content = { readonly draft: string } | { readonly answer: unknown };

/**
 * Lets a request that makes something be repeated without making it twice. The draft is stored before anything is made,
 * the answer before it is told: whatever comes in between, a crash too, a repeat with the same key ends it.
 */
@Injectable()
export class IdempotencyService {
  constructor(
    private readonly store: IdempotencyStore,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
  ) {}

  /**
   * Carries `creation` out once, whatever the number of requests with the same key; without a key, at once.
   * @returns its answer, or that of the first request with this key
   * @throws Problem `idempotency_key_reused`, `idempotency_in_progress`; what carrying out throws; DependencyError
   */
  async once<Answer>(request: CreatingRequest, creation: Creation<Answer>): Promise<Answer> {
    if (request.id === undefined) return creation.carryOut(creation.draft(), false);
    const begun = await this.begin(request.id, request, creation);
    if ('answer' in begun) return begun.answer as Answer;
    return this.finish(begun, request, creation);
  }

  private async begin<Answer>(
    id: IdempotencyId,
    request: CreatingRequest,
    creation: Creation<Answer>,
  ): Promise<Begun | { readonly answer: unknown }> {
    for (;;) {
      const found = await this.store.find(id, request.signal);
      const known = found && this.isLive(found) ? found : undefined;
      if (known) this.assertRepeatable(known, request);
      const content = known ? await this.open(known, request.signal) : { draft: creation.draft() };
      if ('answer' in content) return content;
      const sealed = known?.sealed ?? (await this.seal(content, id, request));
      const record = this.locked({ ...id, bodyHash: request.bodyHash, sealed });
      if (await this.store.save(record, found, request.signal)) return { record, ...content };
    }
  }

  /** draft-ietf-httpapi-idempotency-key-header §2.7. */
  private assertRepeatable({ bodyHash, lockedUntil }: IdempotencyRecord, request: CreatingRequest): void {
    if (bodyHash !== request.bodyHash) throw new Problem('idempotency_key_reused');
    if (lockedUntil > this.clock.now()) throw new Problem('idempotency_in_progress', { retryAfter: 1 });
  }

  /** An answer that cannot be kept is not told either: the repeat finds all made, and tells it. */
  private async finish<Answer>(
    begun: Begun,
    request: CreatingRequest,
    creation: Creation<Answer>,
  ): Promise<Answer> {
    let { record } = begun;
    try {
      const answer = await creation.carryOut(begun.draft, true).catch(async (error: unknown) => {
        if (!(error instanceof DraftSpent)) throw error;
        const draft = creation.draft();
        record = await this.replace(record, { draft }, request);
        return creation.carryOut(draft, true);
      });
      record = await this.replace(record, { answer }, request);
      return answer;
    } catch (error) {
      await this.letGo(record, error);
      throw error;
    }
  }

  private async replace(
    before: IdempotencyRecord,
    content: Content,
    request: CreatingRequest,
  ): Promise<IdempotencyRecord> {
    const sealed = await this.seal(content, before, request);
    const locked = this.locked({ ...before, sealed });
    const record = 'answer' in content ? { ...locked, lockedUntil: 0 } : locked;
    // Its lock ran out while it was at it: whoever has taken over tells the answer.
    if (!(await this.store.save(record, before, request.signal)))
      throw new Problem('idempotency_in_progress', { retryAfter: 1 });
    return record;
  }

  /** Refused: nothing was made, and the key is free. Else the next try finishes it. If not even that works, the lock passes. */
  private async letGo(record: IdempotencyRecord, error: unknown): Promise<void> {
    const signal = AbortSignal.timeout(LET_GO_DEADLINE);
    const unlocked = { ...record, lockedUntil: 0, revision: randomUUID() };
    const done =
      error instanceof Problem
        ? this.store.remove(record, signal)
        : this.store.save(unlocked, record, signal);
    await done.catch(() => undefined);
  }

  private isLive({ expiresAt }: IdempotencyRecord): boolean {
    return expiresAt > this.clock.now();
  }

  private locked(
    parts: Omit<IdempotencyRecord, 'lockedUntil' | 'expiresAt' | 'revision'>,
  ): IdempotencyRecord {
    const now = this.clock.now();
    return { ...parts, lockedUntil: now + LOCK, expiresAt: now + KEPT, revision: randomUUID() };
  }

  private seal(content: Content, id: IdempotencyId, { bodyHash, signal }: CreatingRequest): Promise<Sealed> {
    return this.sealer.seal(JSON.stringify(content), contextOf({ ...id, bodyHash }), signal);
  }

  private async open(record: IdempotencyRecord, signal: AbortSignal): Promise<Content> {
    try {
      return JSON.parse(await this.sealer.unseal(record.sealed, contextOf(record), signal)) as Content;
    } catch (cause) {
      if (!(cause instanceof CannotUnseal)) throw cause;
      throw new DependencyMisconfigured('key', 'unseal an idempotency record', { cause });
    }
  }
}

type Sealable = IdempotencyId & Pick<IdempotencyRecord, 'bodyHash'>;

function contextOf({ principal, request, bodyHash }: Sealable): SealingContext {
  return { purpose: 'idempotency', person: principal, request: `${request} ${bodyHash}` };
}
