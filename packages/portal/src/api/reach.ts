import { Unreachable } from './problem.js';

/** @throws Unreachable when no answer comes */
export async function reach(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (cause) {
    throw new Unreachable('no answer', { cause });
  }
}
