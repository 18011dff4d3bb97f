import process from 'node:process';
import { ordersApi } from './orders-api.js';

const { ISSUER = '', AUDIENCE = '', BROKER_URL = '', PORT = '8080' } = process.env;

const app = await ordersApi({ issuer: ISSUER, audience: AUDIENCE, broker: BROKER_URL });
console.log(`Orders at ${await app.listen({ port: Number(PORT), host: '127.0.0.1' })}/orders`);
