import { ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import ipaddr from 'ipaddr.js';

/** A CIDR block, IPv4 or IPv6. */
@ValidatorConstraint({ name: 'isCidrBlock' })
export class IsCidrBlock implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    return typeof value === 'string' && ipaddr.isValidCIDR(value);
  }
}
