/**
 * What a change must not have overtaken it. `version`: anything. `state`: only what it touches itself, so that
 * revoking, disabling and suspending never lose to an edit.
 */
export type ChangeGuard = 'version' | 'state';

/** The change was decided on a state that is no longer the stored one: read again, decide again. */
export class ConcurrentChange extends Error {
  override readonly name = 'ConcurrentChange';
}
