import AppLayoutToolbar from '@cloudscape-design/components/app-layout-toolbar';
import Flashbar from '@cloudscape-design/components/flashbar';
import { useEffect, useState } from 'react';
import { Outlet } from 'react-router';
import { useNarrow } from '../ui/use-narrow.js';
import { Crumbs } from './crumbs.js';
import { Navigation } from './navigation.js';
import { NoticesProvider, useNotices } from './notices.js';
import { TopBar } from './top-bar.js';

const LABELS = {
  navigation: 'Pages',
  navigationToggle: 'Open navigation',
  navigationClose: 'Close navigation',
  notifications: 'Notices',
};

/** What stands around every page of who has signed in. */
export function Shell() {
  return (
    <NoticesProvider>
      <TopBar />
      <Layout />
    </NoticesProvider>
  );
}

function Layout() {
  const isNarrow = useNarrow();
  const [open, setOpen] = useState(!isNarrow);
  // Cloudscape folds it away where there is no room, and leaves it so when there is again.
  useEffect(() => setOpen(!isNarrow), [isNarrow]);
  return (
    <AppLayoutToolbar
      headerSelector="#top-bar"
      toolsHide
      ariaLabels={LABELS}
      navigation={<Navigation />}
      navigationOpen={open}
      onNavigationChange={({ detail }) => setOpen(detail.open)}
      breadcrumbs={<Crumbs />}
      notifications={<Flashbar items={useNotices().items} />}
      content={<Outlet />}
    />
  );
}
