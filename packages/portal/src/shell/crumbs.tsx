import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useMatches } from 'react-router';

/** From the names that the routes have. */
export function Crumbs() {
  const matches = useMatches() as { pathname: string; handle?: { crumb?: string } }[];
  const items = matches.flatMap(({ pathname, handle }) =>
    handle?.crumb ? [{ text: handle.crumb, href: pathname }] : [],
  );
  return items.length < 2 ? null : <BreadcrumbGroup items={items} />;
}
