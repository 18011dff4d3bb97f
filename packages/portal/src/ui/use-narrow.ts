import { useSyncExternalStore } from 'react';

/** A window without room for columns beside each other, or for the navigation beside the page. */
const NARROW = matchMedia('(max-width: 699px)');

/** Whether the window is narrow now. */
export function useNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => NARROW.matches);
}

function subscribe(onChange: () => void): () => void {
  NARROW.addEventListener('change', onChange);
  return () => NARROW.removeEventListener('change', onChange);
}
