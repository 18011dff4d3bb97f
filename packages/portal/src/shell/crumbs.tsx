import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useMatches } from 'react-router';
import { useClientName } from '../clients/use-client-name.js';
import { clientPath } from '../paths.js';

interface Match {
  readonly pathname: string;
  readonly params: { readonly clientId?: string };
  readonly handle?: { readonly crumb?: string };
}

/** From the names that the routes have; a client by its own, once that is known. */
export function Crumbs() {
  const matches = useMatches() as Match[];
  const clientId = matches.at(-1)?.params.clientId;
  const name = useClientName(clientId);
  const items = matches.flatMap(({ pathname, handle }) => {
    if (!handle?.crumb) return [];
    const isClient = clientId !== undefined && pathname === clientPath(clientId);
    return [{ text: (isClient && name) || handle.crumb, href: pathname }];
  });
  return items.length < 2 ? null : <BreadcrumbGroup items={items} />;
}
