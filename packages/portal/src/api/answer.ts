import { Problem, type ProblemBody, Unreachable } from './problem.js';

interface Answer<Body> {
  readonly data?: Body;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The body of an answer.
 * @throws Problem what the API refuses
 * @throws Unreachable an answer that is not the API's
 */
export async function bodyOf<Body>(answering: Promise<Answer<Body>>): Promise<Body> {
  return (await answerOf(answering)).body;
}

/** The same, with the `ETag` that a later change has to name. */
export async function taggedBodyOf<Body>(answering: Promise<Answer<Body>>): Promise<Tagged<Body>> {
  const { body, response } = await answerOf(answering);
  return { body, etag: response.headers.get('etag') ?? '' };
}

export interface Tagged<Body> {
  readonly body: Body;
  readonly etag: string;
}

async function answerOf<Body>(answering: Promise<Answer<Body>>): Promise<{ body: Body; response: Response }> {
  const { data, error, response } = await answering.catch(asUnreachable);
  if (response.ok) return { body: data as Body, response };
  if (isProblemBody(error)) throw new Problem(error);
  throw new Unreachable(`answered ${response.status}`);
}

/** A connection that broke within the answer, or a body that is not JSON, is no answer of the API's either. */
function asUnreachable(cause: unknown): never {
  if (cause instanceof Problem || cause instanceof Unreachable) throw cause;
  throw new Unreachable('no whole answer', { cause });
}

function isProblemBody(body: unknown): body is ProblemBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body;
}
