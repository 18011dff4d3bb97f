/** Looks whether what the broker stands on can be reached. Cheap, changes nothing. */
export abstract class Probes {
  /** Reads the table. @throws DependencyError */
  abstract table(signal: AbortSignal): Promise<void>;

  /** Asks the machines' pool for its description. @throws DependencyError */
  abstract pool(signal: AbortSignal): Promise<void>;

  /** Asks the key provider for a data key. @throws DependencyError */
  abstract key(signal: AbortSignal): Promise<void>;
}
