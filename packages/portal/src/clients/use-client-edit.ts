import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tagged } from '../api/answer.js';
import type { ApiClient } from '../api/types.js';
import { changesOf, fieldsOf, mergedOnto } from './client-merge.js';
import { clientQuery, useEditClient } from './client-queries.js';

/** An edit with the lock: it is saved only onto what the form was filled from. */
export function useClientEdit(loaded: Tagged<ApiClient>) {
  const [base, setBase] = useState(loaded);
  const [values, setValues] = useState(() => fieldsOf(loaded.body));
  const [reloadFailed, setReloadFailed] = useState<Error>();
  const saving = useEditClient(loaded.body.clientId);
  const queries = useQueryClient();
  const changes = changesOf(fieldsOf(base.body), values);

  const reload = async () => {
    try {
      const current = await queries.fetchQuery({ ...clientQuery(loaded.body.clientId), staleTime: 0 });
      setValues((mine) => mergedOnto(fieldsOf(current.body), fieldsOf(base.body), mine));
      setBase(current);
      setReloadFailed(undefined);
      saving.reset();
    } catch (error) {
      setReloadFailed(error as Error);
    }
  };

  return {
    values,
    setValues,
    save: () => saving.mutateAsync({ etag: base.etag, changes }),
    reload: () => void reload(),
    /** Whether the form stands on what somebody else has saved meanwhile. */
    reloaded: base !== loaded,
    dirty: Object.keys(changes).length > 0,
    busy: saving.isPending,
    saved: saving.isSuccess,
    error: reloadFailed ?? saving.error,
  };
}
