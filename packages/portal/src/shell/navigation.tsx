import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'react-router';
import { useMe } from '../api/use-me.js';
import * as paths from '../paths.js';

const link = (text: string, href: string) => ({ type: 'link' as const, text, href });

const OWN: SideNavigationProps.Item[] = [
  link('API clients', paths.CLIENTS),
  link('Activity', paths.ACTIVITY),
  link('Usage', paths.USAGE),
  link('People', paths.PEOPLE),
];

const OPERATOR: SideNavigationProps.Item[] = [
  link('Applications', paths.APPLICATIONS),
  link('Tenants', paths.TENANTS),
  ...OWN,
  { type: 'divider' },
  link('System', paths.SYSTEM),
];

export function Navigation() {
  const { pathname } = useLocation();
  const items = useMe().role === 'operator' ? OPERATOR : OWN;
  const active = items.find((one) => one.type === 'link' && pathname.startsWith(one.href));
  return <SideNavigation items={items} activeHref={active?.type === 'link' ? active.href : undefined} />;
}
