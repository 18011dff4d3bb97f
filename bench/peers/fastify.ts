import { parse } from 'node:querystring';
import Fastify from 'fastify';
import { ANSWER } from './answer.js';

/** A bare Fastify that reads the form and answers: as fast as HTTP on Node gets. */
const fastify = Fastify();
fastify.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
  done(null, parse(body as string)),
);
fastify.post('/oauth/token', (request, reply) => {
  const { client_secret } = request.body as { client_secret?: string };
  return client_secret === undefined ? reply.status(401).send() : reply.send(ANSWER);
});
await fastify.listen({ port: Number(process.env['PORT']), host: '127.0.0.1' });
