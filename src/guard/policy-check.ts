import { Injectable, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';
import { POLICY, type Policy } from './policy.js';

type Handler = () => unknown;
interface Controller {
  readonly name: string;
  readonly prototype: Readonly<Record<string, Handler>>;
}

/**
 * Ends the start when a route has no policy: it would answer nobody, and nobody would know why. And when a direct route is
 * not public: the guard would not see its requests.
 */
@Injectable()
export class PolicyCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    this.refuse(
      'Routes without a policy',
      (route, controller) => this.policyOf(route, controller) === undefined,
    );
    this.refuse(
      'Direct routes that are not public',
      (route, controller) => isDirect(route) && this.policyOf(route, controller)?.kind !== 'public',
    );
  }

  private refuse(what: string, isBad: (route: Handler, controller: Controller) => boolean): void {
    const bad = this.discovery.getControllers().flatMap(({ metatype }) => {
      const controller = metatype as unknown as Controller;
      return this.routesOf(controller)
        .filter((name) => isBad(controller.prototype[name]!, controller))
        .map((name) => `${controller.name}.${name}`);
    });
    if (bad.length > 0) throw new Error(`${what}: ${bad.join(', ')}`);
  }

  private routesOf({ prototype }: Controller): string[] {
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!));
  }

  private policyOf(route: Handler, controller: Controller): Policy | undefined {
    return this.reflector.getAllAndOverride<Policy | undefined>(POLICY, [route, controller as Type]);
  }
}

function isDirect(route: Handler): boolean {
  const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, route) as
    FastifyContextConfig | undefined;
  return config?.direct !== undefined;
}
