import { required } from './environment.js';

/** @returns the lines of the broker's `.env`: what `init` printed, and where the tokens of its pools come from */
export function settings(printed: readonly string[]): string {
  const value = (name: string) => printed.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
  const lines = [
    ...printed,
    ...tokens('COGNITO', value('USER_POOL_ID')),
    ...tokens('PORTAL', value('PORTAL_USER_POOL_ID')),
  ];
  return `${lines.join('\n')}\n`;
}

/** The issuer is an address for programs outside the containers; the broker reads the keys from within. */
function tokens(pool: 'COGNITO' | 'PORTAL', id: string | undefined): string[] {
  const endpoint = required('AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER');
  return [
    `${pool}_ISSUER=${required('ISSUER')}/${id}`,
    `${pool}_JWKS_URL=${endpoint}/${id}/.well-known/jwks.json`,
  ];
}
