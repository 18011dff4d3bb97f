import type { ReactNode } from 'react';

/** The label of a field that may stay empty, as Cloudscape words it. */
export function optional(label: string): ReactNode {
  return (
    <>
      {label} <i>– optional</i>
    </>
  );
}
