import { createBrowserRouter, type RouteObject } from 'react-router';
import { RouteFailed } from './shell/route-failed.js';
import { SignedIn } from './sign-in/signed-in.js';
import { Shell } from './shell/shell.js';

type Import = () => Promise<Record<string, React.ComponentType>>;

/** A page with a bundle of its own; `crumb` is its name in the breadcrumbs. */
function page(path: string, crumb: string, load: Import): RouteObject {
  const lazy = async () => ({ Component: Object.values(await load())[0]! });
  return { path, handle: { crumb }, lazy };
}

const CLIENT: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./clients/client-page.js')).ClientPage }) },
  page('edit', 'Edit', () => import('./clients/edit-client-page.js')),
  page('issue', 'Issue credential', () => import('./credentials/issue-page.js')),
  page('credentials/:credentialId', 'Credential', () => import('./credentials/credential-page.js')),
  page('credentials/:credentialId/rotate', 'Rotate', () => import('./credentials/rotate-page.js')),
];

const CLIENTS: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./clients/clients-page.js')).ClientsPage }) },
  page('create', 'Create', () => import('./clients/create-client-page.js')),
  { path: ':clientId', handle: { crumb: 'API client' }, children: CLIENT },
];

const TENANTS: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import('./operator/tenants-page.js')).TenantsPage }),
  },
  page(':tenantId', 'Tenant', () => import('./operator/tenant-page.js')),
];

const PAGES: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('./shell/home.js')).Home }) },
  { path: 'clients', handle: { crumb: 'API clients' }, children: CLIENTS },
  page('activity', 'Activity', () => import('./activity/activity-page.js')),
  page('usage', 'Usage', () => import('./usage/usage-page.js')),
  page('people', 'People', () => import('./people/people-page.js')),
  page('profile', 'Profile', () => import('./profile/profile-page.js')),
  page('applications', 'Applications', () => import('./operator/applications-page.js')),
  { path: 'tenants', handle: { crumb: 'Tenants' }, children: TENANTS },
  page('system', 'System', () => import('./operator/system-page.js')),
  page('*', 'Not found', () => import('./shell/not-found.js')),
];

/** The pages of who has signed in. */
export const router = createBrowserRouter([
  {
    path: '/portal',
    Component: SignedIn,
    errorElement: <RouteFailed />,
    HydrateFallback: () => null,
    children: [{ Component: Shell, children: [{ errorElement: <RouteFailed />, children: PAGES }] }],
  },
]);
