import TopNavigation, { type TopNavigationProps } from '@cloudscape-design/components/top-navigation';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { session } from '../api/session.js';
import { useConfig } from '../api/use-config.js';
import { useMe } from '../api/use-me.js';
import { HOME, PROFILE } from '../paths.js';
import { chooseColours, chosenColours, type Colours } from './colour-mode.js';
import { useNotices } from './notices.js';

const COLOURS = [
  { id: 'system', text: 'System setting' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

/** Who is signed in, and what is theirs: colours, documentation, the way out. */
export function TopBar() {
  const utilities = [useColours(), useDocs(), useAccount()].flat();
  return (
    <div id="top-bar">
      <TopNavigation identity={{ href: HOME, title: 'B2B auth broker' }} utilities={utilities} />
    </div>
  );
}

function useColours(): TopNavigationProps.MenuDropdownUtility {
  const [colours, setColours] = useState(chosenColours());
  return {
    type: 'menu-dropdown',
    iconName: 'settings',
    ariaLabel: 'Colours',
    title: 'Colours',
    items: COLOURS.map((one) => ({ ...one, itemType: 'checkbox', checked: one.id === colours })),
    onItemClick: ({ detail: { id } }) => {
      setColours(id as Colours);
      chooseColours(id as Colours);
    },
  };
}

function useDocs(): TopNavigationProps.ButtonUtility[] {
  const docsUrl = useConfig().data?.docsUrl;
  if (!docsUrl) return [];
  return [
    {
      type: 'button',
      text: 'API',
      href: docsUrl,
      external: true,
      externalIconAriaLabel: '(opens in a new tab)',
    },
  ];
}

function useAccount(): TopNavigationProps.MenuDropdownUtility {
  const { name, email } = useMe();
  const navigate = useNavigate();
  const { failed } = useNotices();
  return {
    type: 'menu-dropdown',
    text: name,
    description: email,
    iconName: 'user-profile',
    ariaLabel: `Account of ${name}`,
    items: [
      { id: 'profile', text: 'Profile', href: PROFILE },
      { id: 'sign-out', text: 'Sign out' },
    ],
    onItemFollow: (event) => {
      event.preventDefault();
      void navigate(PROFILE);
    },
    onItemClick: ({ detail: { id } }) => {
      if (id === 'sign-out') session.end().catch((error: unknown) => failed('You are not signed out', error));
    },
  };
}
