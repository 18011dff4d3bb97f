import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.js';
import { bodyOf } from '../api/answer.js';
import { useCreation } from '../api/use-creation.js';
import { usePages } from '../api/use-pages.js';
import { useNotices } from '../shell/notices.js';

/** Milliseconds between two looks at what is in use; what is told is accurate to a minute. */
export const POLL = 10_000;

const key = (clientId: string) => ['clients', clientId, 'credentials'];

export function useCredentials(clientId: string) {
  return usePages([...key(clientId), 'list'], (cursor) =>
    bodyOf(
      api.GET('/api/v1/clients/{clientId}/credentials', {
        params: { path: { clientId }, query: { cursor, limit: 20 } },
      }),
    ),
  );
}

export const credentialQuery = (clientId: string, credentialId: string) =>
  queryOptions({
    queryKey: [...key(clientId), credentialId],
    queryFn: () =>
      bodyOf(
        api.GET('/api/v1/clients/{clientId}/credentials/{credentialId}', {
          params: { path: { clientId, credentialId } },
        }),
      ),
  });

/** @returns the secret, in the one answer that has it */
export function useIssue(clientId: string) {
  const queries = useQueryClient();
  return useCreation(async (body: { label: string; expiresAt?: string }, idempotencyKey) => {
    const params = { path: { clientId }, header: { 'Idempotency-Key': idempotencyKey } };
    const issued = await bodyOf(api.POST('/api/v1/clients/{clientId}/credentials', { params, body }));
    void queries.invalidateQueries({ queryKey: ['clients'] });
    return issued;
  });
}

/** @returns the successor's secret, in the one answer that has it */
export function useRotate(clientId: string, credentialId: string) {
  const queries = useQueryClient();
  return useCreation(async (body: { graceSeconds: number; expiresAt?: string }, idempotencyKey) => {
    const params = { path: { clientId, credentialId }, header: { 'Idempotency-Key': idempotencyKey } };
    const issued = await bodyOf(
      api.POST('/api/v1/clients/{clientId}/credentials/{credentialId}/rotate', { params, body }),
    );
    void queries.invalidateQueries({ queryKey: ['clients'] });
    return issued;
  });
}

export function useRevoke(clientId: string, credentialId: string) {
  const queries = useQueryClient();
  const { done } = useNotices();
  return useMutation({
    mutationFn: () =>
      bodyOf(
        api.DELETE('/api/v1/clients/{clientId}/credentials/{credentialId}', {
          params: { path: { clientId, credentialId } },
        }),
      ),
    onSuccess: () => {
      done('The credential is revoked', {
        content: 'It gets no token any more, and its tokens are cut off.',
      });
      void queries.invalidateQueries({ queryKey: ['clients'] });
    },
  });
}
