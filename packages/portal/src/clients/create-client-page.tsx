import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Navigate } from 'react-router';
import { fieldError } from '../api/problem.js';
import { useMe } from '../api/use-me.js';
import { TenantSelect } from '../operator/tenant-select.js';
import { CLIENTS, clientPath } from '../paths.js';
import { useNotices } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { LeaveDialog } from '../ui/leave-dialog.js';
import { EntryForm } from '../ui/entry-form.js';
import { ClientFieldset } from './client-fields.js';
import { type ClientFields, useCreateClient } from './client-queries.js';

const EMPTY: ClientFields = { name: '', description: '', scopes: [], allowedCidrs: [], introspect: false };

export function CreateClientPage() {
  const isOperator = useMe().role === 'operator';
  const [values, setValues] = useState(EMPTY);
  const [tenantId, setTenantId] = useState<string>();
  const mayIntrospect = isOperator && tenantId === 'platform';
  const { mutateAsync, isPending, data: created, error } = useCreateClient();
  const { done } = useNotices();
  const submit = async () => {
    const introspect = mayIntrospect ? values.introspect : undefined;
    const { name, clientId } = await mutateAsync({ ...values, introspect, tenantId });
    done(`${name} is created`, { content: 'Issue it a credential next.', path: clientPath(clientId) });
  };
  if (created) return <Navigate to={clientPath(created.clientId)} />;
  return (
    <Page title="Create API client">
      <EntryForm
        action="Create API client"
        busy={isPending}
        error={error}
        cancel={{ text: 'Cancel', href: CLIENTS }}
        onSubmit={() => void submit().catch(() => undefined)}
      >
        <Container>
          <SpaceBetween size="l">
            {isOperator && (
              <FormField label="Tenant" errorText={fieldError(error, 'tenantId')}>
                <TenantSelect value={tenantId} onChange={setTenantId} />
              </FormField>
            )}
            <ClientFieldset
              values={values}
              onChange={setValues}
              error={error}
              mayIntrospect={mayIntrospect}
            />
          </SpaceBetween>
        </Container>
      </EntryForm>

      <LeaveDialog when={values !== EMPTY} header="Leave without creating it?">
        What you have typed would be lost.
      </LeaveDialog>
    </Page>
  );
}
