import { useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/answer.js';
import { api } from '../api/api.js';
import type { Me, Person } from '../api/types.js';
import { useCreation } from '../api/use-creation.js';
import { usePages } from '../api/use-pages.js';
import { useNotices } from '../shell/notices.js';

/** @param tenantId whose; left out: one's own tenant's */
export function usePeople(tenantId: string | undefined) {
  return usePages(['people', tenantId], (cursor) =>
    bodyOf(api.GET('/api/v1/admin/users', { params: { query: { tenantId, cursor, limit: 20 } } })),
  );
}

export interface Invitation {
  readonly email: string;
  readonly name: string;
  readonly role: Me['role'];
  readonly tenantId?: string;
}

export function useInvite() {
  const queries = useQueryClient();
  return useCreation(async (body: Invitation, key) => {
    const params = { header: { 'Idempotency-Key': key } };
    const person = await bodyOf(api.POST('/api/v1/admin/users', { params, body }));
    void queries.invalidateQueries({ queryKey: ['people'] });
    return person;
  });
}

export function useInviteAgain() {
  const queries = useQueryClient();
  const { done, failed } = useNotices();
  return useMutation({
    mutationFn: ({ userId }: Person) =>
      bodyOf(api.POST('/api/v1/admin/users/{userId}/resend-invitation', { params: { path: { userId } } })),
    onSuccess: (_, { email }) => done(`Another invitation is on its way to ${email}`),
    onError: (error) => failed('The invitation was not sent', error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['people'] }),
  });
}

export function useRemove({ userId, name }: Person) {
  const queries = useQueryClient();
  const { done } = useNotices();
  return useMutation({
    mutationFn: () => bodyOf(api.DELETE('/api/v1/admin/users/{userId}', { params: { path: { userId } } })),
    onSuccess: () => {
      done(`${name} is removed`);
      void queries.invalidateQueries({ queryKey: ['people'] });
    },
  });
}
