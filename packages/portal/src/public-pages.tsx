import { lazy } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { APPLY, FORGOTTEN_PASSWORD } from './paths.js';
import { FollowLinks } from './shell/follow-links.js';
import { SignInPage } from './sign-in/sign-in-page.js';

const ApplyPage = lazy(async () => ({ default: (await import('./apply/apply-page.js')).ApplyPage }));
const ForgottenPasswordPage = lazy(async () => ({
  default: (await import('./sign-in/forgotten-password-page.js')).ForgottenPasswordPage,
}));

/** The pages of who has not signed in: whatever else was asked for, the way in. */
export function PublicPages() {
  return (
    <BrowserRouter>
      <FollowLinks>
        <Routes>
          <Route path={APPLY} element={<ApplyPage />} />
          <Route path={FORGOTTEN_PASSWORD} element={<ForgottenPasswordPage />} />
          <Route path="*" element={<SignInPage />} />
        </Routes>
      </FollowLinks>
    </BrowserRouter>
  );
}
