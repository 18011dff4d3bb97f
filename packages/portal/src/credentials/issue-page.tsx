import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useParams } from 'react-router';
import { fieldError } from '../api/problem.js';
import { useClientName } from '../clients/use-client-name.js';
import { clientPath } from '../paths.js';
import { Page } from '../shell/page.js';
import { EntryForm } from '../ui/entry-form.js';
import { useIssue } from './credential-queries.js';
import { endOfDay, ExpiryField, isDayOrNone } from './expiry-field.js';
import { IssuedSecret } from './issued-secret.js';
import { UnansweredDialog } from './unanswered-dialog.js';

export function IssuePage() {
  const { clientId = '' } = useParams();
  const [label, setLabel] = useState('');
  const [expiry, setExpiry] = useState('');
  const issuing = useIssue(clientId);
  const client = useClientName(clientId);
  const submit = () => {
    if (isDayOrNone(expiry)) issuing.mutate({ label: label.trim(), expiresAt: endOfDay(expiry) });
  };
  if (issuing.data)
    return (
      <Page title="Keep this credential">
        <IssuedSecret issued={issuing.data} done={<Button href={clientPath(clientId)}>Done</Button>} />
      </Page>
    );
  return (
    <Page
      title={client ? `Issue a credential for ${client}` : 'Issue a credential'}
      description="What a partner’s backend trades for tokens. It is shown once."
    >
      <EntryForm
        action="Issue credential"
        busy={issuing.isPending}
        error={issuing.error}
        cancel={{ text: 'Cancel', href: clientPath(clientId) }}
        onSubmit={submit}
      >
        <Container>
          <SpaceBetween size="l">
            <FormField
              label="Label"
              description="Where it will be used, such as production."
              errorText={fieldError(issuing.error, 'label')}
            >
              <Input value={label} autoComplete={false} onChange={({ detail }) => setLabel(detail.value)} />
            </FormField>
            <ExpiryField
              value={expiry}
              onChange={setExpiry}
              none="None: it does not expire."
              error={issuing.error}
            />
          </SpaceBetween>
        </Container>
      </EntryForm>
      <UnansweredDialog making={issuing} />
    </Page>
  );
}
