import { useQueryClient } from '@tanstack/react-query';
import type { Tagged } from '../api/answer.js';
import type { ApiClient } from '../api/types.js';
import { useLockedEdit } from '../ui/use-locked-edit.js';
import { type ClientFields, clientQuery, useEditClient } from './client-queries.js';

export function useClientEdit(loaded: Tagged<ApiClient>) {
  const { clientId } = loaded.body;
  const queries = useQueryClient();
  const saving = useEditClient(clientId);
  const read = () => queries.fetchQuery({ ...clientQuery(clientId), staleTime: 0 });
  return useLockedEdit({ loaded, fieldsOf, read, saving });
}

function fieldsOf({ name, description, scopes, allowedCidrs, introspect }: ApiClient): ClientFields {
  return { name, description, scopes, allowedCidrs, introspect };
}
