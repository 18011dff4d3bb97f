import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Credential } from '../api/types.js';
import { clientPath } from '../paths.js';
import { EntryForm } from '../ui/entry-form.js';
import { nameOf } from './credential-name.js';
import type { useRotate } from './credential-queries.js';
import { endOfDay, ExpiryField, isDayOrNone } from './expiry-field.js';

/** By seconds. */
const GRACES = [
  { value: '3600', label: '1 hour' },
  { value: '86400', label: '1 day' },
  { value: '604800', label: '7 days' },
  { value: '2592000', label: '30 days' },
  { value: '0', label: 'Not at all: it ends at once' },
];

interface Props {
  readonly clientId: string;
  readonly old: Credential;
  /** Kept by the page, which outlives this form: an answer that comes late is not lost. */
  readonly rotating: ReturnType<typeof useRotate>;
}

export function RotateForm({ clientId, old, rotating }: Props) {
  const [grace, setGrace] = useState(GRACES[2]!);
  const [expiry, setExpiry] = useState('');
  const submit = () => {
    if (isDayOrNone(expiry))
      rotating.mutate({ graceSeconds: Number(grace.value), expiresAt: endOfDay(expiry) });
  };
  return (
    <EntryForm
      action="Issue the new credential"
      busy={rotating.isPending}
      error={rotating.error}
      cancel={{ text: 'Cancel', href: clientPath(clientId) }}
      onSubmit={submit}
    >
      <Container header={<Header variant="h2">{nameOf(old)}</Header>}>
        <SpaceBetween size="l">
          <FormField
            label="How long the old one goes on working"
            description="Time enough to bring the new one to every place that uses it. You can revoke it sooner."
          >
            <Select
              selectedOption={grace}
              options={GRACES}
              onChange={({ detail }) =>
                setGrace(GRACES.find(({ value }) => value === detail.selectedOption.value)!)
              }
            />
          </FormField>
          <ExpiryField
            value={expiry}
            onChange={setExpiry}
            none="None: the same lifetime as the old one, from today."
            error={rotating.error}
          />
        </SpaceBetween>
      </Container>
    </EntryForm>
  );
}
