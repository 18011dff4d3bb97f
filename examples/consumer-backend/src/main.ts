import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { OrderImport } from './order-import.js';

const { ORDERS_URL = '', TOKEN_URL = '', CREDENTIAL_FILE = '' } = process.env;

/** A file that the secret store keeps current: a rotated credential needs no restart. */
const credential = async () => (await readFile(CREDENTIAL_FILE, 'utf8')).trim();

const backend = new OrderImport(ORDERS_URL, { tokenUrl: TOKEN_URL, credential });
console.log(await backend.orders());
