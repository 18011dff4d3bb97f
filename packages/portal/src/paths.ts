/** Where the pages are. */
export const HOME = '/portal';
export const APPLY = '/portal/apply';
export const FORGOTTEN_PASSWORD = '/portal/forgotten-password';
export const CLIENTS = '/portal/clients';
export const NEW_CLIENT = '/portal/clients/create';
export const ACTIVITY = '/portal/activity';
export const USAGE = '/portal/usage';
export const PEOPLE = '/portal/people';
export const PROFILE = '/portal/profile';
export const APPLICATIONS = '/portal/applications';
export const TENANTS = '/portal/tenants';
export const SYSTEM = '/portal/system';

export const clientPath = (clientId: string) => `${CLIENTS}/${clientId}`;
export const editPath = (clientId: string) => `${clientPath(clientId)}/edit`;
export const issuePath = (clientId: string) => `${clientPath(clientId)}/issue`;
export const credentialPath = (clientId: string, id: string) => `${clientPath(clientId)}/credentials/${id}`;
export const rotatePath = (clientId: string, id: string) => `${credentialPath(clientId, id)}/rotate`;
export const tenantPath = (tenantId: string) => `${TENANTS}/${tenantId}`;
