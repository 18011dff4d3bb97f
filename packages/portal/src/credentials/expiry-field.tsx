import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import { fieldError } from '../api/problem.js';
import { optional } from '../ui/optional-label.js';

/** The end of a day as it is where the reader is; undefined: none was chosen. */
export function endOf(day: string): string | undefined {
  return day === '' ? undefined : new Date(`${day}T23:59:59`).toISOString();
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
  return (
    <FormField label={optional('Last day')} constraintText={none} errorText={fieldError(error, 'expiresAt')}>
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
