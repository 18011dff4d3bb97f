import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useMe } from '../api/use-me.js';
import { ROLES } from '../people/roles.js';
import { Page } from '../shell/page.js';
import { SecondFactor } from './second-factor.js';

export function ProfilePage() {
  const { name, email, role, tenantId, mfa } = useMe();
  const items = [
    { label: 'Name', value: name },
    { label: 'E-mail address', value: email },
    { label: 'Role', value: ROLES[role] },
    { label: 'Tenant', value: tenantId },
  ];
  return (
    <Page title="Profile">
      <Container>
        <KeyValuePairs columns={4} items={items} />
      </Container>
      <Container
        header={
          <Header variant="h2" description="A code of an authenticator app, asked for beside the password.">
            Second factor
          </Header>
        }
      >
        {mfa ? <StatusIndicator>On</StatusIndicator> : <SecondFactor />}
      </Container>
    </Page>
  );
}
