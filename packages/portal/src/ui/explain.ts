import { Problem, Unreachable } from '../api/problem.js';

export interface Explanation {
  readonly title: string;
  readonly text: string;
}

const UNREACHABLE: Explanation = {
  title: 'The broker cannot be reached',
  text: 'Check your connection and try again. What you have typed is still here.',
};

/** Words for people; the API's own where they fit. */
const BY_CODE: Readonly<Record<string, Explanation>> = {
  temporarily_unavailable: {
    title: 'The broker is temporarily unavailable',
    text: 'Nothing is wrong with what you sent. Try again in a few seconds.',
  },
  sign_in_refused: {
    title: 'Sign-in refused',
    text: 'Check your e-mail address, your password and, if you were asked for one, the code.',
  },
  too_many_requests: { title: 'Too many attempts', text: 'Wait a few minutes, then try again.' },
  validation_failed: { title: 'Something is not valid', text: 'Correct what is marked, then try again.' },
  not_found: { title: 'Not found', text: 'It may have been deleted, or is not yours.' },
};

export function explain(error: unknown): Explanation {
  if (error instanceof Unreachable) return UNREACHABLE;
  if (!(error instanceof Problem)) return { title: 'Something went wrong', text: 'Load the page again.' };
  const { code, title, detail = '', requestId } = error.body;
  if (code === 'internal_error') return { title, text: `Tell the provider this number: ${requestId}` };
  return BY_CODE[code] ?? { title, text: detail.replaceAll('`', '') };
}
