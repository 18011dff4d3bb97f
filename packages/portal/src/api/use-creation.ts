import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { isPassing, isProblem } from './problem.js';

/**
 * A request that makes something. Sent again with the same body, after an answer was lost, it has the same
 * `Idempotency-Key`: what was made is not made twice, and a secret is not lost.
 */
export function useCreation<Body, Made>(create: (body: Body, key: string) => Promise<Made>) {
  const last = useRef({ body: '', key: '' });
  return useMutation({
    mutationFn: async (body: Body) => {
      const text = JSON.stringify(body);
      if (last.current.body !== text) last.current = { body: text, key: crypto.randomUUID() };
      const made = await create(body, last.current.key);
      last.current = { body: '', key: '' };
      return made;
    },
  });
}

/** It may be made, and its answer is yet to come: another try with the same key brings it. */
export function isUnanswered({ isPending, error }: { isPending: boolean; error: unknown }): boolean {
  return isPending || isPassing(error) || isProblem(error, 'idempotency_in_progress');
}
