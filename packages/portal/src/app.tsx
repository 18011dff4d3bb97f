import ErrorBoundary from '@cloudscape-design/components/error-boundary';
import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { queries } from './api/queries.js';
import { useSessionState } from './api/use-session-state.js';
import { PublicPages } from './public-pages.js';
import { RouteFailed } from './shell/route-failed.js';

const SignedInPages = lazy(async () => ({ default: (await import('./signed-in-pages.js')).SignedInPages }));

export function App() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <QueryClientProvider client={queries}>
        <ErrorBoundary onError={() => undefined} renderFallback={() => <RouteFailed />} suppressNested>
          <Suspense>
            <Pages />
          </Suspense>
        </ErrorBoundary>
      </QueryClientProvider>
    </I18nProvider>
  );
}

/** Signing in changes no address, so that one is back where one was. */
function Pages() {
  return useSessionState() === 'none' ? <PublicPages /> : <SignedInPages />;
}
