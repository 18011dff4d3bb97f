import { useEffect } from 'react';
import { type Blocker, type Location, useBlocker } from 'react-router';

/** While `when`, the page is left only by who means it: within the portal, by reloading, by closing. */
export function useLeaveWarning(when: boolean): Blocker {
  useEffect(() => {
    if (!when) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [when]);
  return useBlocker(
    ({ currentLocation, nextLocation }) => when && addressOf(currentLocation) !== addressOf(nextLocation),
  );
}

function addressOf({ pathname, search }: Location): string {
  return pathname + search;
}
