/** Nest and the SDK ask for these when there is one, and go on without. */
const NOT_INSTALLED = [
  '@fastify/multipart',
  '@fastify/view',
  '@grpc/',
  '@mikro-orm/',
  '@nestjs/axios',
  '@nestjs/microservices',
  '@nestjs/mongoose',
  '@nestjs/platform-express',
  '@nestjs/sequelize',
  '@nestjs/typeorm',
  '@nestjs/websockets',
  'class-transformer/storage',
  'mongoose',
  'sequelize',
  'typeorm',
];
/** Files that are served, and what only a broker that traces loads. */
const STAYS_OUTSIDE = ['swagger-ui-dist', '@opentelemetry/'];

/** What no bundle holds. */
export const OUTSIDE = [...NOT_INSTALLED, ...STAYS_OUTSIDE].map((name) => new RegExp(`^${name}`));
