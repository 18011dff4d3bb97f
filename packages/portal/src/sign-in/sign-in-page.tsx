import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useConfig } from '../api/use-config.js';
import { APPLY, FORGOTTEN_PASSWORD } from '../paths.js';
import { Centred } from './centred.js';
import { SignInSteps } from './sign-in-steps.js';

export function SignInPage() {
  const registration = useConfig().data?.registration;
  return (
    <Centred title="Sign in">
      <Container header={<Header variant="h1">Sign in</Header>}>
        <SignInSteps />
      </Container>
      <SpaceBetween size="xs">
        <Link href={FORGOTTEN_PASSWORD}>Forgotten your password?</Link>
        {registration !== undefined && registration !== 'closed' && (
          <Box>
            New here? <Link href={APPLY}>Apply for access</Link>
          </Box>
        )}
      </SpaceBetween>
    </Centred>
  );
}
