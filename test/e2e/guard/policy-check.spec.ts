import { Controller, Get, Global, Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Clock, SystemClock } from '../../../src/common/clock.js';
import { Direct } from '../../../src/common/http/direct-route.js';
import { Config } from '../../../src/config/config.js';
import { GuardModule } from '../../../src/guard/guard.module.js';
import { People } from '../../../src/guard/people.js';
import { Public, SignedIn } from '../../../src/guard/policy.js';

const people = { provide: People, useValue: { find: () => Promise.resolve(undefined) } };
const config = { provide: Config, useValue: { people: { jwksUrl: 'http://127.0.0.1:1' } } };
const clock = { provide: Clock, useClass: SystemClock };

@Global()
@Module({ providers: [people, config, clock], exports: [People, Config, Clock] })
class Surroundings {}

@Controller('bare')
class Bare {
  @Get()
  open(): string {
    return 'open';
  }
}

@Controller('half')
class HalfBare {
  @Get('public')
  @Public()
  meant(): string {
    return 'meant';
  }

  @Get('forgotten')
  forgotten(): string {
    return 'forgotten';
  }
}

@Controller('covered')
@SignedIn('operator')
class Covered {
  @Get()
  closed(): string {
    return 'closed';
  }
}

@Controller('past-the-guard')
@SignedIn('operator')
class PastTheGuard {
  @Get()
  @Direct({})
  closed(): Promise<object> {
    return Promise.resolve({});
  }
}

async function start(...controllers: (new () => object)[]) {
  const module = await Test.createTestingModule({
    imports: [Surroundings, GuardModule],
    controllers,
  }).compile();
  const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
  await app.init().finally(() => app.close());
}

describe('a route without a policy', () => {
  it('does not start', async () => {
    await expect(start(Bare)).rejects.toThrow('Routes without a policy: Bare.open');
  });

  it('does not start beside others that have one', async () => {
    await expect(start(Covered, HalfBare)).rejects.toThrow('Routes without a policy: HalfBare.forgotten');
  });

  it('is none where the class has one', async () => {
    await expect(start(Covered)).resolves.toBeUndefined();
  });
});

describe('a route past Nest’s pipeline', () => {
  it('does not start unless it is public', async () => {
    await expect(start(PastTheGuard)).rejects.toThrow(
      'Direct routes that are not public: PastTheGuard.closed',
    );
  });
});
