import type { TokenSource } from './token-source.js';

/**
 * Makes a `fetch` that sends a bearer token with every request. A 401 is answered once with a fresh token, unless the body was
 * a stream, as that of a `Request` always is, which cannot be sent again. Call your provider's API with it and nothing else: whatever is called gets the token.
 *
 * Beside what `fetch` throws, it throws what `getToken` does.
 */
export function createFetch(source: TokenSource): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { signal } = request;
    const again = isStream(input, init) ? undefined : request.clone();
    const token = await source.getToken({ signal });
    const response = await send(request, token);
    if (response.status !== 401 || again === undefined) return response;
    const fresh = await source.getToken({ signal, insteadOf: token }).catch(async (error: unknown) => {
      await discard(response);
      throw error;
    });
    if (fresh === token) return response;
    await discard(response);
    return send(again, fresh);
  };
}

/** A body that has broken off meanwhile cannot be cancelled; nobody wants it any more. */
async function discard({ body }: Response): Promise<void> {
  await body?.cancel().catch(() => undefined);
}

/** Copying one that goes on for long would keep all of it in memory. */
function isStream(input: unknown, init: RequestInit | undefined): boolean {
  const body = init?.body ?? (input instanceof Request ? input.body : undefined);
  return body instanceof ReadableStream;
}

function send(request: Request, token: string): Promise<Response> {
  request.headers.set('authorization', `Bearer ${token}`);
  return fetch(request);
}
