import type { PortalPage } from './portal-page.js';
import type { Scene } from './stories.js';

/** What an admin does besides credentials. @param credential the live one of the client that is looked at */
export async function upkeep(scene: Scene, ana: PortalPage, credential: string): Promise<void> {
  await lookAtCredential(scene, ana, credential);
  await changeClient(scene, ana);
  await deleteClient(scene, ana);
  await workWithPeople(scene, ana);
}

async function lookAtCredential({ look }: Scene, ana: PortalPage, credential: string): Promise<void> {
  await ana.press('API clients', 'link');
  await ana.press('Order import', 'link');
  await ana.press(`production (…${credential.slice(-4)})`, 'link');
  await ana.see('Time line');
  await look(ana, 'credential-live');
}

async function changeClient({ look }: Scene, ana: PortalPage): Promise<void> {
  await ana.press('API clients', 'link');
  await ana.press('Warehouse sync', 'link');
  await ana.press('Edit', 'link');
  await ana.type('Description – optional', 'The warehouse in Porto');
  await look(ana, 'edit-client');
  await ana.press('Save');
  await ana.see('Warehouse sync is saved');
  await ana.see('The warehouse in Porto');
  await ana.press('Disable');
  await ana.see('It gets no tokens from the moment you confirm');
  await look(ana, 'disable');
  await ana.confirm('Disable');
  await ana.see('Warehouse sync is disabled');
  await ana.press('Enable');
  await ana.confirm('Enable');
  await ana.see('Warehouse sync is enabled');
}

async function deleteClient({ look }: Scene, ana: PortalPage): Promise<void> {
  await ana.press('Delete');
  await ana.type('To confirm, type Warehouse sync', 'Warehouse sync');
  await look(ana, 'delete-client');
  await ana.confirm('Delete');
  await ana.see('Warehouse sync is deleted');
}

async function workWithPeople({ look }: Scene, ana: PortalPage): Promise<void> {
  await ana.press('People', 'link');
  await ana.press('Invite');
  await ana.type('Name', 'Rui Costa');
  await ana.type('E-mail address', 'rui@acme.example');
  await look(ana, 'invite');
  await ana.confirm('Invite');
  await ana.see('Rui Costa is invited');
  await ana.press('Invite again: Rui Costa');
  await ana.see('Another invitation is on its way');
  await ana.press('Remove Rui Costa');
  await ana.see('Remove Rui Costa?');
  await look(ana, 'remove');
  await ana.confirm('Remove');
  await ana.see('Rui Costa is removed');
}
