const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A time of the API, in the reader's own; `never`: what a missing one means. */
export function When({ at, never = '–' }: { at: string | null | undefined; never?: string }) {
  return at ? <time dateTime={at}>{MOMENT.format(new Date(at))}</time> : never;
}

export function timeText(at: string): string {
  return MOMENT.format(new Date(at));
}
