import { Outlet } from 'react-router';
import { useMeQuery } from '../api/use-me.js';
import { useSessionState } from '../api/use-session-state.js';
import { FollowLinks } from '../shell/follow-links.js';
import { Waiting } from '../ui/waiting.js';
import { Centred } from './centred.js';
import { SignInAgain } from './sign-in-again.js';

/** The page, once it is known who is there; over it the way back in, when the sign-in has ended meanwhile. */
export function SignedIn() {
  const me = useMeQuery();
  const state = useSessionState();
  if (me.data === undefined)
    return (
      <Centred title="One moment">
        <Waiting query={me} />
      </Centred>
    );
  return (
    <FollowLinks>
      <Outlet />
      {state === 'lapsed' && <SignInAgain />}
    </FollowLinks>
  );
}
