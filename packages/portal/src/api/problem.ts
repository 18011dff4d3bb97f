/** What the API answers in place of success (RFC 9457). */
export interface ProblemBody {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly code: string;
  readonly requestId?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** A refusal by the API. */
export class Problem extends Error {
  constructor(readonly body: ProblemBody) {
    super(body.title);
  }

  get code(): string {
    return this.body.code;
  }
}

/** No answer came, or none of the API's: the network, or something before the broker. */
export class Unreachable extends Error {}

/** Whether the same request may succeed a little later. */
export function isPassing(error: unknown): boolean {
  return error instanceof Unreachable || (error instanceof Problem && error.body.status === 503);
}

export function isProblem(error: unknown, code: string): error is Problem {
  return error instanceof Problem && error.code === code;
}

/** What the API says about one field of a form; undefined: nothing. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!(error instanceof Problem)) return undefined;
  const isOf = (path: string) =>
    path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
  const messages = error.body.errors?.filter((one) => isOf(one.field));
  return messages?.length ? messages.map(({ message }) => besideField(message)).join('. ') : undefined;
}

/** The API begins with the name of the field, as a program knows it; there it stands beside its label. */
function besideField(message: string): string {
  const text = message.replace(/^\S+ (?=must )/, '');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
