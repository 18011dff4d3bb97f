const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const SECOND = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

interface Props {
  readonly at: string | null | undefined;
  /** What a missing one means. */
  readonly never?: string;
  /** Whether the seconds matter. */
  readonly precise?: boolean;
}

/** A time of the API, in the reader's own. */
export function When({ at, never = '–', precise = false }: Props) {
  return at ? <time dateTime={at}>{(precise ? SECOND : MOMENT).format(new Date(at))}</time> : never;
}

export function timeText(at: string): string {
  return MOMENT.format(new Date(at));
}
