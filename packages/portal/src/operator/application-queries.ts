import { useMutation, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/answer.js';
import { api } from '../api/api.js';
import type { Application } from '../api/types.js';
import { usePages } from '../api/use-pages.js';
import { useNotices } from '../shell/notices.js';

export type ApplicationStatus = Application['status'];

export function useApplications(status: ApplicationStatus) {
  return usePages(['applications', status], (cursor) =>
    bodyOf(api.GET('/api/v1/registrations', { params: { query: { status, cursor, limit: 20 } } })),
  );
}

/** @returns for `mutate`: the scopes that its clients may ask for; none: the installation's default */
export function useApprove({ registrationId, organization, admin }: Application) {
  const queries = useQueryClient();
  const { done } = useNotices();
  return useMutation({
    mutationFn: (allowedScopes: string[]) =>
      bodyOf(
        api.POST('/api/v1/registrations/{registrationId}/approve', {
          params: { path: { registrationId } },
          body: allowedScopes.length > 0 ? { allowedScopes } : {},
        }),
      ),
    onSuccess: () => done(`${organization} is approved`, { content: `${admin.email} is invited.` }),
    onSettled: () => queries.invalidateQueries(),
  });
}

export function useReject({ registrationId, organization }: Application) {
  const queries = useQueryClient();
  const { done } = useNotices();
  return useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/api/v1/registrations/{registrationId}/reject', { params: { path: { registrationId } } }),
      ),
    onSuccess: () => done(`${organization} is rejected`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['applications'] }),
  });
}
