import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { Page } from '../shell/page.js';
import { Waiting } from '../ui/waiting.js';
import { clientQuery } from './client-queries.js';
import { EditClientForm } from './edit-client-form.js';

/** The form starts with what was read first: what is read later changes nothing in it. */
export function EditClientPage() {
  const { clientId = '' } = useParams();
  const client = useQuery({ ...clientQuery(clientId), refetchOnWindowFocus: false });
  return (
    <Page title={client.data ? `Edit ${client.data.body.name}` : 'Edit'}>
      {client.data ? <EditClientForm key={clientId} loaded={client.data} /> : <Waiting query={client} />}
    </Page>
  );
}
