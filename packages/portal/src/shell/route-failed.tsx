import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';

/** A part of the portal could not be loaded, or broke: nothing was sent by that. */
export function RouteFailed() {
  return (
    <div className="centred">
      <Alert
        type="error"
        header="This page could not be shown"
        action={<Button onClick={() => location.reload()}>Load again</Button>}
      >
        The broker cannot be reached, or has been updated meanwhile. Load the page again.
      </Alert>
    </div>
  );
}
