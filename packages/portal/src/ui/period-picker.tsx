import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';

/** Days, both included, `YYYY-MM-DD`; undefined: open. */
export interface Period {
  readonly from?: string;
  readonly to?: string;
}

const LAST: DateRangePickerProps.RelativeOption[] = [7, 30, 90, 365].map((amount) => ({
  key: `${amount}`,
  amount,
  unit: 'day',
  type: 'relative',
}));

interface Props {
  readonly value: Period;
  readonly onChange: (period: Period) => void;
}

export function PeriodPicker({ value: { from, to }, onChange }: Props) {
  const value = from && to ? { type: 'absolute' as const, startDate: from, endDate: to } : null;
  return (
    <DateRangePicker
      value={value}
      relativeOptions={LAST}
      dateOnly
      placeholder="Any time"
      customRelativeRangeUnits={['day', 'week', 'month']}
      isValidRange={isValid}
      onChange={({ detail }) => onChange(periodOf(detail.value))}
    />
  );
}

/** @param days that it has, today included */
export function lastDays(days: number): Period {
  return { from: dayOf(new Date(Date.now() - (days - 1) * 86_400_000)), to: dayOf(new Date()) };
}

const DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 31 };

function periodOf(range: DateRangePickerProps.Value | null): Period {
  if (range === null) return {};
  if (range.type === 'relative') return lastDays(range.amount * (DAYS[range.unit] ?? 1));
  return { from: range.startDate.slice(0, 10), to: range.endDate.slice(0, 10) };
}

function isValid(range: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (range?.type === 'absolute' && (!range.startDate || !range.endDate || range.startDate > range.endDate))
    return { valid: false, errorMessage: 'Choose a first and a last day.' };
  return { valid: true };
}

/** Of UTC, as the API counts. */
function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
