import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tagged } from '../api/answer.js';
import { changesOf, mergedOnto } from './merge.js';

/** What a save names: the edition that it is made onto, and what is other. */
export interface Edit<Fields> {
  readonly etag: string;
  readonly changes: Partial<Fields>;
}

interface Editable<Entity, Fields> {
  readonly loaded: Tagged<Entity>;
  readonly fieldsOf: (entity: Entity) => Fields;
  /** Reads it anew. */
  readonly read: () => Promise<Tagged<Entity>>;
  readonly saving: UseMutationResult<Entity, Error, Edit<Fields>>;
}

/** An edit with the lock: it is saved only onto what the form was filled from. */
export function useLockedEdit<Entity, Fields extends object>(editable: Editable<Entity, Fields>) {
  const { loaded, fieldsOf, read, saving } = editable;
  const [first] = useState(loaded);
  const [base, setBase] = useState(loaded);
  const [values, setValues] = useState(() => fieldsOf(loaded.body));
  const [reloadFailed, setReloadFailed] = useState<Error>();
  const changes = changesOf(fieldsOf(base.body), values);

  const reload = async () => {
    try {
      const current = await read();
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
    reloaded: base !== first,
    dirty: Object.keys(changes).length > 0,
    busy: saving.isPending,
    saved: saving.isSuccess,
    error: reloadFailed ?? saving.error,
  };
}
