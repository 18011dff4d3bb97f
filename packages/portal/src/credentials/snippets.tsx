import CodeView from '@cloudscape-design/code-view/code-view';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import Tabs from '@cloudscape-design/components/tabs';
import { type Snippet, snippetsFor } from './snippet-texts.js';

/** Filled in with the client's id and the token URL; the secret stays in the environment, where it belongs. */
export function Snippets({ clientId, tokenUrl }: { clientId: string; tokenUrl: string }) {
  const tabs = snippetsFor(clientId, tokenUrl).map((one) => ({
    id: one.id,
    label: one.label,
    content: <Code snippet={one} />,
  }));
  return (
    <Container
      header={
        <Header variant="h2" description="Set CREDENTIAL in the environment, as the .env file has it.">
          Get a token
        </Header>
      }
    >
      <Tabs tabs={tabs} ariaLabel="Languages" />
    </Container>
  );
}

function Code({ snippet: { label, text } }: { snippet: Snippet }) {
  return (
    <CodeView
      wrapLines
      ariaLabel={`${label} code`}
      content={text}
      actions={
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel={`Copy the ${label} code`}
          copySuccessText="Copied"
          copyErrorText="Not copied"
        />
      }
    />
  );
}
