import { RouterProvider } from 'react-router/dom';
import { router } from './routes.js';

/** All that the way in does not need. */
export function SignedInPages() {
  return <RouterProvider router={router} />;
}
