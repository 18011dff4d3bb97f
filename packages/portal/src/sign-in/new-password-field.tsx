import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';

/** The policy of the people's pool. */
const LEAST = 12;

export const isAcceptable = (password: string): boolean => password.length >= LEAST;

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether it was sent already: only then it is told to be too short. */
  readonly tried: boolean;
  readonly autoFocus?: boolean;
}

export function NewPasswordField({ value, onChange, tried, autoFocus }: Props) {
  return (
    <FormField
      label="New password"
      description="Choose one that you use nowhere else."
      constraintText={`${LEAST} characters at least.`}
      errorText={tried && !isAcceptable(value) ? `It needs ${LEAST} characters at least.` : undefined}
    >
      <Input
        type="password"
        autoComplete="new-password"
        autoFocus={autoFocus}
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
