import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import { HOME } from '../paths.js';
import { Page } from './page.js';

export function NotFound() {
  return (
    <Page title="Page not found">
      <Box>
        The link may be old. <Link href={HOME}>Go to the start</Link>
      </Box>
    </Page>
  );
}
