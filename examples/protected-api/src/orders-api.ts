import { createVerifier, type VerifierOptions } from '@b2b-auth-broker/verifier';
import { bearerTokens } from '@b2b-auth-broker/verifier/fastify';
import { fastify, type FastifyInstance } from 'fastify';

interface Order {
  readonly id: number;
  readonly item: string;
}

/** An API of orders: `orders:read` may read them, `orders:write` add to them. Each partner sees its own. */
export async function ordersApi(options: VerifierOptions): Promise<FastifyInstance> {
  const app = fastify();
  const verifier = createVerifier(options);
  app.addHook('onClose', () => verifier.close());
  await app.register(bearerTokens, { verifier });
  const ordersOf = orderBook();

  app.get('/orders', { onRequest: app.requireToken('orders:read') }, ({ client }) =>
    ordersOf(client.tenantId),
  );

  app.post<{ Body: { item: string } }>(
    '/orders',
    { onRequest: app.requireToken('orders:write'), schema: { body: ORDER } },
    ({ client, body }, reply) => {
      const orders = ordersOf(client.tenantId);
      const order = { id: orders.length + 1, item: body.item };
      orders.push(order);
      return reply.code(201).send(order);
    },
  );
  return app;
}

const ORDER = {
  type: 'object',
  required: ['item'],
  properties: { item: { type: 'string', maxLength: 100 } },
};

/** In memory, by tenant. */
function orderBook(): (tenantId: string) => Order[] {
  const book = new Map<string, Order[]>();
  return (tenantId) => {
    const orders = book.get(tenantId) ?? [{ id: 1, item: 'A pallet of paper' }];
    book.set(tenantId, orders);
    return orders;
  };
}
