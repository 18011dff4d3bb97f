import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../api/answer.js';
import { isProblem } from '../api/problem.js';
import { publicApi } from '../api/public-api.js';
import { session } from '../api/session.js';
import type { Challenge, SignedIn } from '../api/types.js';

/** What comes next. */
export type Step =
  | { readonly name: 'password'; readonly email?: string }
  | { readonly name: 'new-password' | 'code'; readonly email: string; readonly session: string };

interface Answer {
  readonly password?: string;
  readonly newPassword?: string;
  readonly code?: string;
}

const PASSWORD: Step = { name: 'password' };

/** A sign-in, step by step, as Cognito asks for them. */
export function useSignIn() {
  const [step, setStep] = useState<Step>(PASSWORD);
  const sending = useMutation({
    mutationFn: ({ email, ...answer }: Answer & { email: string }) => send(step, email, answer),
    onSuccess: (body, { email }) => {
      if ('accessToken' in body) session.begin(body);
      else setStep(next(email, body));
    },
    // The session of a challenge is good for one wrong code: Cognito wants to begin anew.
    onError: (error, { email }) =>
      isProblem(error, 'sign_in_refused') && setStep({ name: 'password', email }),
  });
  const startOver = () => {
    sending.reset();
    setStep(PASSWORD);
  };
  return { step, send: sending.mutate, busy: sending.isPending, error: sending.error, startOver };
}

function send(step: Step, email: string, answer: Answer): Promise<SignedIn | Challenge> {
  const { password = '', newPassword, code } = answer;
  if (step.name === 'password')
    return bodyOf(publicApi.POST('/api/v1/auth/login', { body: { email, password } }));
  const challenge = step.name === 'code' ? 'SOFTWARE_TOKEN_MFA' : 'NEW_PASSWORD_REQUIRED';
  const body = { email: step.email, challenge, session: step.session, newPassword, code } as const;
  return bodyOf(publicApi.POST('/api/v1/auth/challenge', { body }));
}

function next(email: string, { challenge, session: opaque }: Challenge): Step {
  return { name: challenge === 'SOFTWARE_TOKEN_MFA' ? 'code' : 'new-password', email, session: opaque };
}
