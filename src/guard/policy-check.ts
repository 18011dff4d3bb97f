import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { POLICY } from './policy.js';

/** Ends the start when a route has no policy: it would answer nobody, and nobody would know why. */
@Injectable()
export class PolicyCheck implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    const open = this.discovery
      .getControllers()
      .flatMap(({ metatype }) => this.routesWithoutPolicy(metatype));
    if (open.length > 0) throw new Error(`Routes without a policy: ${open.join(', ')}`);
  }

  private routesWithoutPolicy(controller: unknown): string[] {
    if (typeof controller !== 'function' || this.reflector.get(POLICY, controller) !== undefined) return [];
    const prototype = controller.prototype as Record<string, () => unknown>;
    return this.scanner
      .getAllMethodNames(prototype)
      .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!))
      .filter((name) => this.reflector.get(POLICY, prototype[name]!) === undefined)
      .map((name) => `${controller.name}.${name}`);
  }
}
