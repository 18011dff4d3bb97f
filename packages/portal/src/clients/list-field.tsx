import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TokenGroup from '@cloudscape-design/components/token-group';
import { type ReactNode, useState } from 'react';

interface Props {
  readonly label: string;
  readonly description?: ReactNode;
  readonly placeholder: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
  readonly errorText?: string;
}

/** A list of words: typed one after the other, each ended by a space, a comma, Enter or by going elsewhere. */
export function ListField({ label, description, placeholder, values, onChange, errorText }: Props) {
  const [text, setText] = useState('');
  const take = (typed: string) => {
    const words = typed.split(/[\s,]+/).filter((word) => word !== '' && !values.includes(word));
    if (words.length > 0) onChange([...values, ...new Set(words)]);
    setText('');
  };
  return (
    <FormField label={label} description={description} errorText={errorText}>
      <SpaceBetween size="xs">
        <Input
          value={text}
          placeholder={placeholder}
          autoComplete={false}
          spellcheck={false}
          onChange={({ detail: { value } }) => (/[\s,]$/.test(value) ? take(value) : setText(value))}
          onBlur={() => take(text)}
          onKeyDown={(event) => {
            if (event.detail.key !== 'Enter' || text === '') return;
            event.preventDefault();
            take(text);
          }}
        />
        <TokenGroup
          items={values.map((value) => ({ label: value, dismissLabel: `Remove ${value}` }))}
          onDismiss={({ detail: { itemIndex } }) =>
            onChange(values.filter((_, index) => index !== itemIndex))
          }
        />
      </SpaceBetween>
    </FormField>
  );
}
