import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import { fieldError } from '../api/problem.js';
import { optional } from '../ui/optional-label.js';

/** Whether it is a day, or none at all: while one is typed there is only a part of it. */
export function isDayOrNone(day: string): boolean {
  return day === '' || (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(lastSecondOf(day).getTime()));
}

/** The end of a day as it is where the reader is; undefined: none was chosen. */
export function endOfDay(day: string): string | undefined {
  return day === '' ? undefined : lastSecondOf(day).toISOString();
}

function lastSecondOf(day: string): Date {
  return new Date(`${day}T23:59:59`);
}

interface Props {
  /** `YYYY-MM-DD`, or empty. */
  readonly value: string;
  readonly onChange: (day: string) => void;
  /** What choosing none means. */
  readonly none: string;
  readonly error: unknown;
}

export function ExpiryField({ value, onChange, none, error }: Props) {
  const incomplete = isDayOrNone(value) ? undefined : 'Type the whole day, such as 2027/01/31.';
  return (
    <FormField
      label={optional('Last day')}
      constraintText={none}
      errorText={incomplete ?? fieldError(error, 'expiresAt')}
    >
      <DatePicker
        value={value}
        placeholder="YYYY/MM/DD"
        openCalendarAriaLabel={(chosen) =>
          chosen ? `Choose the last day, now ${chosen}` : 'Choose the last day'
        }
        isDateEnabled={(day) => day.getTime() > Date.now() - 86_400_000}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
