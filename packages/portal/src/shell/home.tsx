import { Navigate } from 'react-router';
import { useMe } from '../api/use-me.js';
import { APPLICATIONS, CLIENTS } from '../paths.js';

/** What one most likely comes for. */
export function Home() {
  return <Navigate to={useMe().role === 'operator' ? APPLICATIONS : CLIENTS} replace />;
}
