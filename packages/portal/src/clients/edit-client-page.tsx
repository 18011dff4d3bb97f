import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { Page } from '../shell/page.js';
import { Waiting } from '../ui/waiting.js';
import { clientQuery } from './client-queries.js';
import { EditClientForm } from './edit-client-form.js';

/** The form starts with what is read as it opens: what was read before may be old, and what is read later changes nothing. */
export function EditClientPage() {
  const { clientId = '' } = useParams();
  const client = useQuery({
    ...clientQuery(clientId),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  const loaded = client.isFetchedAfterMount ? client.data : undefined;
  return (
    <Page title={client.data ? `Edit ${client.data.body.name}` : 'Edit'}>
      {loaded ? <EditClientForm key={clientId} loaded={loaded} /> : <Waiting query={client} />}
    </Page>
  );
}
