/** As many refreshes at a time as can have their call to Cognito in time. */
export abstract class RefreshRoom {
  /**
   * Does `refresh`, all that leads to the call and follows from it.
   * @throws DependencyThrottled at once, with nothing done and with when to come back; what `refresh` throws
   */
  abstract within<T>(refresh: () => Promise<T>): Promise<T>;
}
