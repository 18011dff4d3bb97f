import { applyMode, Mode } from '@cloudscape-design/global-styles';

const KEY = 'b2b-auth-broker.colours';
const DARK = matchMedia('(prefers-color-scheme: dark)');

export type Colours = 'light' | 'dark' | 'system';

export function chosenColours(): Colours {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

/** Kept for the next visit. */
export function chooseColours(colours: Colours): void {
  localStorage.setItem(KEY, colours);
  show();
}

/** As chosen, else as the system has it, now and when that changes. */
export function applyColourMode(): void {
  DARK.addEventListener('change', show);
  show();
}

function show(): void {
  const colours = chosenColours();
  const dark = colours === 'system' ? DARK.matches : colours === 'dark';
  applyMode(dark ? Mode.Dark : Mode.Light);
}
