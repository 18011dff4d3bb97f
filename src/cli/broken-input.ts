/** A file that was given cannot be used, and nothing of it was; the message says where and why. Exit code 65. */
export class BrokenInput extends Error {
  override readonly name = 'BrokenInput';
}
