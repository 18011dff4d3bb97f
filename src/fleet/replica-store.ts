/** That a replica is there, and what it may be using. */
export interface Heartbeat {
  readonly id: string;
  /** Counts the replica's heartbeats: one that has stopped growing tells of a replica that is gone. */
  readonly beat: number;
  /** The part of every budget that is the replica's, 0 to 1; it never uses more than this. */
  readonly claim: number;
}

/** The heartbeats of the fleet. Every method may throw {@link DependencyError}. */
export abstract class ReplicaStore {
  /**
   * Writes a heartbeat in the place of the replica's earlier ones (a later one stays), and only then reads all.
   * @returns the heartbeats of all replicas, its own among them, strongly consistent; not those long forgotten
   */
  abstract publish(heartbeat: Heartbeat, signal: AbortSignal): Promise<readonly Heartbeat[]>;

  /** The replica is gone. */
  abstract remove(id: string, signal: AbortSignal): Promise<void>;
}
