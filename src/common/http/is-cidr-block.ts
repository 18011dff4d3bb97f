import { Validate, ValidatorConstraint, type ValidatorConstraintInterface } from 'class-validator';
import ipaddr from 'ipaddr.js';

/** No zone, which means nothing to anybody else, and no other base than ten. */
const SHAPE = /^[\da-f:.]+\/\d{1,3}$/i;

/**
 * CIDR blocks, IPv4 of four decimal parts or IPv6. Not those of IPv4-mapped addresses, which are compared as the IPv4
 * ones that they are and would never match.
 */
@ValidatorConstraint({ name: 'isCidrBlock' })
class IsCidrBlock implements ValidatorConstraintInterface {
  validate(value: unknown): boolean {
    if (typeof value !== 'string' || !SHAPE.test(value)) return false;
    return ipaddr.IPv4.isValidCIDRFourPartDecimal(value) || isPlainIPv6(value);
  }

  defaultMessage(): string {
    return 'each entry of $property must be a CIDR block, one of IPv4-mapped addresses written as IPv4';
  }
}

function isPlainIPv6(value: string): boolean {
  return ipaddr.IPv6.isValidCIDR(value) && !ipaddr.IPv6.parseCIDR(value)[0].isIPv4MappedAddress();
}

/** A list whose entries are CIDR blocks. */
export function EachCidrBlock(): PropertyDecorator {
  return Validate(IsCidrBlock, { each: true });
}
