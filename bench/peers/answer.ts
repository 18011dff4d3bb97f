/** The broker's answer, as far as its size goes. */
export const ANSWER = {
  access_token: `${'e'.repeat(70)}.${'y'.repeat(600)}.${'J'.repeat(342)}`,
  token_type: 'Bearer',
  expires_in: 899,
  scope: 'orders:read orders:write',
} as const;
