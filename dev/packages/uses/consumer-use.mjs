import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createFetch, createTokenSource, InvalidGrant } from '@b2b-auth-broker/consumer';

const server = createServer((_, response) => response.writeHead(400).end('{"error":"invalid_grant"}'));
server.listen(0, '127.0.0.1', async () => {
  const tokenUrl = `http://127.0.0.1:${server.address().port}/oauth/token`;
  const tokens = createTokenSource({ tokenUrl, credential: 'bab_nonsense' });
  await assert.rejects(tokens.getToken(), InvalidGrant);
  await assert.rejects(createFetch(tokens)('http://127.0.0.1/'), InvalidGrant);
  server.close();
});
